// SPDX-License-Identifier: Apache-2.0
/* One end of a connection over a TCP socket, for the test against another implementation of TLS.
 *
 * usage: chan_peer client|server PORT     connects to (or waits at) 127.0.0.1, sends "to the peer",
 * prints what it receives first; exit status 0 when both worked.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "flash.h"
#include "rprt/chan.h"

static int line_fd = -1;

static enum rprt_status tx(void *context, const uint8_t *data, size_t size, size_t *ret_sent)
{
    (void)context;
    ssize_t n = write(line_fd, data, size);
    if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
        return RPRT_ERR_PORT;
    *ret_sent = n < 0 ? 0 : (size_t)n;
    return RPRT_OK;
}

static int connect_to(const struct sockaddr_in *address)
{
    for (int i = 0; i < 100; i++) { // the peer may not listen yet
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof *address) == 0)
            return fd;
        close(fd);
        nanosleep(&(struct timespec){0, 50000000}, NULL);
    }
    return -1;
}

static int accept_at(const struct sockaddr_in *address)
{
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(fd, (const struct sockaddr *)address, sizeof *address) != 0 || listen(fd, 1) != 0)
        return -1;
    return accept(fd, NULL, NULL);
}

// Reads what is there and lets the end work on it.
static enum rprt_status turn(struct rprt_chan *chan)
{
    static uint8_t held[4096];
    static size_t n_held;
    ssize_t n = read(line_fd, held + n_held, sizeof held - n_held);
    if (n > 0)
        n_held += (size_t)n;
    size_t taken = rprt_chan_line(chan, held, n_held);
    memmove(held, held + taken, n_held - taken);
    n_held -= taken;
    return rprt_chan_step(chan);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    bool client = strcmp(argv[1], "client") == 0;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)strtoul(argv[2], NULL, 10)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    line_fd = client ? connect_to(&address) : accept_at(&address);
    if (line_fd < 0 || fcntl(line_fd, F_SETFL, O_NONBLOCK) != 0)
        return 3;
    static struct flash flash;
    static struct rprt_chan chan;
    flash_init(&flash, 256);
    struct rprt_port port = flash_port(&flash);
    port.tx = tx;
    struct rprt_chan_config config = {.port = &port,
                                      .end = client ? RPRT_CHAN_CLIENT : RPRT_CHAN_SERVER,
                                      .psk = (const uint8_t *)"0123456789abcdef",
                                      .psk_size = 16,
                                      .identity = (const uint8_t *)"pump-7",
                                      .identity_size = 6,
                                      .deadline = 1000,
                                      .pause_first = 1,
                                      .pause_max = 1};
    if (rprt_chan_init(&chan, &config) != RPRT_OK || rprt_chan_open(&chan) != RPRT_OK)
        return 4;
    bool sent = false;
    for (int i = 0; i < 5000 && chan.state != RPRT_CHAN_PAUSED; i++) {
        uint8_t text[64];
        size_t n = 0;
        if (turn(&chan) == RPRT_OK && !sent)
            sent = rprt_chan_send(&chan, (const uint8_t *)"to the peer\n", 12) == RPRT_OK;
        if (sent && rprt_chan_receive(&chan, text, sizeof text, &n) == RPRT_OK) {
            printf("%.*s", (int)n, (const char *)text);
            rprt_chan_close(&chan);
            return 0;
        }
        nanosleep(&(struct timespec){0, 2000000}, NULL);
    }
    fprintf(stderr, "chan_peer: state %x, why %x\n", (unsigned)chan.state, (unsigned)chan.why);
    return 1;
}
