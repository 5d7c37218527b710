// SPDX-License-Identifier: Apache-2.0
/*
 * Lines and instrument: over TCP on the loopback address to the process; to the simulator over the
 * instrument's two pipes, and files that hold what the pump sent.
 */
#include "attack.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    ANSWER_MS = 120 * 1000, // real time that the instrument may take
    STEP_MS = 10,           // of the pump's time between two looks at a line
    SEND_MS = 60 * 1000,
    WIRE_LIMIT = 48 * 1024, // bytes under way on QEMU; there is room for 64 kB
};

static _Noreturn void give_up(const char *what)
{
    printf("error %s: %s\n", what, strerror(errno));
    exit(3);
}

static int connect_to(uint16_t port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd < 0 || connect(fd, (struct sockaddr *)(void *)&address, sizeof address) != 0)
        give_up("cannot connect to the pump");
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

static int open_in(const struct attack *attack, const char *name, int flags)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", attack->options.pipes, name);
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0)
        give_up(path);
    return fd;
}

static void connect_instrument(struct attack *attack)
{
    if (attack->options.pipes == NULL) {
        attack->bench = attack->bench_out = connect_to(attack->options.bench);
        return;
    }
    // The simulator opens them in the same order.
    attack->bench = open_in(attack, "in", O_WRONLY);
    attack->bench_out = open_in(attack, "out", O_RDONLY);
}

void attack_connect(struct attack *attack, enum pump_line which, struct attack_line *ret_line)
{
    static const char *const names[PUMP_LINE_COUNT] = {
        [PUMP_LINE_NET] = "net", [PUMP_LINE_PANEL] = "panel", [PUMP_LINE_SERVICE] = "service"};
    memset(ret_line, 0, sizeof *ret_line);
    if (which == PUMP_LINE_COUNT) { // the instrument
        connect_instrument(attack);
        return;
    }
    ret_line->attack = attack;
    ret_line->which = which;
    if (attack->options.pipes != NULL) {
        // What the pump sent before was for others.
        ret_line->fd = open_in(attack, names[which], O_RDONLY);
        lseek(ret_line->fd, 0, SEEK_END);
        return;
    }
    ret_line->fd = connect_to(attack->options.port[which]);
    fcntl(ret_line->fd, F_SETFL, O_NONBLOCK);
}

void attack_close(struct attack_line *line)
{
    if (line->fd >= 0)
        close(line->fd);
    line->fd = -1;
}

static bool write_all(int fd, const uint8_t *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written <= 0)
            return false;
        bytes += written;
        n -= (size_t)written;
    }
    return true;
}

// Through the instrument's pipe (pump/target/wire.h); when the wire is full, time passes.
static bool put_bytes(struct attack_line *line, const uint8_t *bytes, size_t n)
{
    struct attack *attack = line->attack;
    struct attack_state state;
    char head[32];
    for (uint32_t waited_ms = 0; attack->wire + n > WIRE_LIMIT; waited_ms += STEP_MS) {
        if (waited_ms >= SEND_MS)
            return false;
        attack_wait(attack, STEP_MS, &state);
    }
    attack->wire += (uint32_t)n;
    int size = snprintf(head, sizeof head, "put %d %zu\n", (int)line->which, n);
    return write_all(attack->bench, (const uint8_t *)head, (size_t)size) &&
           write_all(attack->bench, bytes, n);
}

bool attack_send_bytes(struct attack_line *line, const void *bytes, size_t n)
{
    const uint8_t *at = bytes;
    uint32_t waited_ms = 0;
    if (line->attack->options.pipes != NULL)
        return put_bytes(line, bytes, n);
    while (n > 0) {
        ssize_t sent = send(line->fd, at, n, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN && waited_ms < SEND_MS) {
            struct attack_state state;
            attack_wait(line->attack, STEP_MS, &state);
            waited_ms += STEP_MS;
            continue;
        }
        if (sent <= 0)
            return false;
        at += sent;
        n -= (size_t)sent;
    }
    return true;
}

size_t attack_read_bytes(struct attack_line *line, uint8_t *ret_bytes, size_t n)
{
    ssize_t got = read(line->fd, ret_bytes, n);
    return got > 0 ? (size_t)got : 0;
}

// "name=number name=number ..." -> two arrays.
static void parse(struct attack_state *state)
{
    state->n = 0;
    char *at = state->text;
    while (*at != '\0' && state->n < ATTACK_STATE_MAX) {
        char *equals = strchr(at, '=');
        if (equals == NULL)
            break;
        *equals = '\0';
        state->name[state->n] = at;
        state->value[state->n++] = strtoull(equals + 1, &at, 10);
        while (*at == ' ')
            at++;
    }
}

static void read_answer(struct attack *attack, struct attack_state *ret_state)
{
    size_t n = 0;
    for (;;) {
        struct pollfd fd = {.fd = attack->bench_out, .events = POLLIN};
        if (poll(&fd, 1, ANSWER_MS) <= 0)
            give_up("the instrument does not answer");
        ssize_t got = read(attack->bench_out, ret_state->text + n, sizeof ret_state->text - 1 - n);
        if (got <= 0)
            give_up("the instrument is gone");
        n += (size_t)got;
        if (ret_state->text[n - 1] == '\n')
            break;
        if (n + 1 >= sizeof ret_state->text)
            give_up("the instrument talks too much");
    }
    ret_state->text[n - 1] = '\0';
    parse(ret_state);
}

void attack_bench(struct attack *attack, const char *command, struct attack_state *ret_state)
{
    char line[64];
    int n = snprintf(line, sizeof line, "%s\n", command);
    if (write(attack->bench, line, (size_t)n) != n)
        give_up("the instrument is gone");
    read_answer(attack, ret_state);
    attack->wire = (uint32_t)attack_value(ret_state, "wire");
}

void attack_wait(struct attack *attack, uint32_t ms, struct attack_state *ret_state)
{
    char line[32];
    snprintf(line, sizeof line, "wait %u", ms);
    attack_bench(attack, line, ret_state);
}

void attack_state(struct attack *attack, struct attack_state *ret_state)
{
    attack_bench(attack, "state", ret_state);
}

uint64_t attack_value(const struct attack_state *state, const char *name)
{
    for (uint32_t i = 0; i < state->n; i++)
        if (strcmp(state->name[i], name) == 0)
            return state->value[i];
    errno = 0;
    give_up(name);
}

void attack_reset(struct attack *attack)
{
    struct attack_state state;
    attack_bench(attack, "reset", &state);
}

// Frames that are not the answer to the last question are passed over.
static bool read_reply(struct attack_line *line, struct pump_frame *ret_reply)
{
    uint8_t byte;
    while (attack_read_bytes(line, &byte, 1) == 1)
        if (pump_parse_byte(&line->parser, byte, ret_reply) == PUMP_PARSE_FRAME &&
            ret_reply->tag == line->tag && ret_reply->n > 0)
            return true;
    return false;
}

uint8_t attack_ask(struct attack *attack, struct attack_line *line, const struct pump_frame *frame,
                   uint32_t ms, struct pump_frame *ret_reply)
{
    struct pump_frame copy = *frame;
    copy.tag = ++line->tag;
    uint8_t bytes[PUMP_FRAME_SIZE_MAX];
    size_t n = pump_frame_write(&copy, bytes);
    if (!attack_send_bytes(line, bytes, n))
        return 0;
    struct attack_state state;
    for (uint32_t passed = 0; passed < ms; passed += STEP_MS) {
        attack_wait(attack, STEP_MS, &state);
        if (read_reply(line, ret_reply))
            return ret_reply->payload[0];
    }
    return 0;
}
