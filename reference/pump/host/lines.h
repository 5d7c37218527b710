// SPDX-License-Identifier: Apache-2.0
/*
 * The pump's lines as TCP sockets on the loopback address, one peer at a time.
 */
#ifndef PUMP_HOST_LINES_H
#define PUMP_HOST_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HOST_LINE_BUFFER = 1 << 16 };

struct host_line {
    int listener; // -1: not open
    int peer;     // -1: nobody is connected
    uint8_t in[HOST_LINE_BUFFER];
    size_t from, to; // bytes of `in` not yet read by the device
};

// Listens on 127.0.0.1; port 0 lets the system choose.  Gives the port, 0 on failure.
uint16_t host_line_open(struct host_line *line, uint16_t port);

// Accepts a peer (a new one replaces the old) and takes what it sent, without waiting.
// False when the peer that was there has gone.
bool host_line_fill(struct host_line *line);

// Waits until something happens on the line, at most so long.
void host_line_wait(const struct host_line *line, int ms);

// Sends, waiting at most a second for a peer that does not read.  What it does not take is lost.
void host_line_send(const struct host_line *line, const void *bytes, size_t n);

#endif
