// SPDX-License-Identifier: Apache-2.0
/*
 * The pump's lines as TCP sockets on the loopback address, one peer at a time.
 */
#include "pump/host/lines.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct sockaddr *any(const struct sockaddr_in *address)
{
    return (const struct sockaddr *)(const void *)address;
}

uint16_t host_line_open(struct host_line *line, uint16_t port)
{
    line->peer = -1;
    line->from = line->to = 0;
    line->listener = socket(AF_INET, SOCK_STREAM, 0);
    if (line->listener < 0)
        return 0;
    int on = 1;
    setsockopt(line->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(line->listener, any(&address), size) != 0 || listen(line->listener, 4) != 0 ||
        fcntl(line->listener, F_SETFL, O_NONBLOCK) != 0 ||
        getsockname(line->listener, (struct sockaddr *)(void *)&address, &size) != 0) {
        close(line->listener);
        line->listener = -1;
        return 0;
    }
    return ntohs(address.sin_port);
}

static void take_peer(struct host_line *line)
{
    int peer = accept(line->listener, NULL, NULL);
    if (peer < 0)
        return;
    if (line->peer >= 0)
        close(line->peer);
    int on = 1;
    setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(peer, F_SETFL, O_NONBLOCK);
    line->peer = peer;
}

bool host_line_fill(struct host_line *line)
{
    take_peer(line);
    if (line->peer < 0)
        return true;
    if (line->from == line->to)
        line->from = line->to = 0;
    if (line->to == sizeof line->in)
        return true; // the device is slower than its peer
    ssize_t n = recv(line->peer, line->in + line->to, sizeof line->in - line->to, 0);
    if (n > 0)
        line->to += (size_t)n;
    if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)))
        return true;
    close(line->peer);
    line->peer = -1;
    return false;
}

void host_line_wait(const struct host_line *line, int ms)
{
    struct pollfd fds[2] = {{.fd = line->listener, .events = POLLIN},
                            {.fd = line->peer, .events = POLLIN}};
    (void)poll(fds, 2, ms);
}

void host_line_send(const struct host_line *line, const void *bytes, size_t n)
{
    const uint8_t *at = bytes;
    while (n > 0 && line->peer >= 0) {
        ssize_t sent = send(line->peer, at, n, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            struct pollfd fd = {.fd = line->peer, .events = POLLOUT};
            if (poll(&fd, 1, 1000) <= 0)
                return;
            continue;
        }
        if (sent <= 0)
            return;
        at += sent;
        n -= (size_t)sent;
    }
}
