// SPDX-License-Identifier: Apache-2.0
/* One end of a connection over a TCP socket, for the test against another implementation of TLS.
 *
 * usage: chan_peer client|server PORT     connects to (or waits at) 127.0.0.1, sends "to the peer",
 *                                         prints what it receives first; status 0 when both worked
 *        chan_peer files FOLDER           writes the tests' certificates and keys, in DER
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

#include "chan_pki.h"
#include "chan_rig.h"

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
static enum rprt_status line_turn(struct rprt_chan *chan)
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

static int save(const char *folder, const char *name, const uint8_t *bytes, size_t size,
                bool is_key)
{
    // A SEC1 key without its public half, RFC 5915: what stands before and after the secret number.
    static const uint8_t before[] = {0x30, 0x31, 2, 1, 1, 4, 0x20};
    static const uint8_t after[] = {0xa0, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7};
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return 1;
    bool good = (!is_key || fwrite(before, sizeof before, 1, file) == 1) &&
                fwrite(bytes, size, 1, file) == 1 &&
                (!is_key || fwrite(after, sizeof after, 1, file) == 1);
    return fclose(file) == 0 && good ? 0 : 1;
}

static int save_all(const char *folder)
{
    return save(folder, "ca.der", pki_ca, sizeof pki_ca, false) |
           save(folder, "client.der", pki_client, sizeof pki_client, false) |
           save(folder, "server.der", pki_server, sizeof pki_server, false) |
           save(folder, "client.key", pki_client_key, sizeof pki_client_key, true) |
           save(folder, "server.key", pki_server_key, sizeof pki_server_key, true);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    if (strcmp(argv[1], "files") == 0)
        return save_all(argv[2]);
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
    struct rprt_chan_config config =
        rig_config(&port, client ? RPRT_CHAN_CLIENT : RPRT_CHAN_SERVER);
    config.deadline = 1000;
    config.pause_first = config.pause_max = 1;
    if (rprt_chan_init(&chan, &config) != RPRT_OK || rprt_chan_open(&chan) != RPRT_OK)
        return 4;
    bool sent = false;
    for (int i = 0; i < 5000 && chan.state != RPRT_CHAN_PAUSED; i++) {
        uint8_t text[64];
        size_t n = 0;
        if (line_turn(&chan) == RPRT_OK && !sent)
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
