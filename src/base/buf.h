// SPDX-License-Identifier: Apache-2.0
/*
 * Growable bytes with a maximum: every text that the program builds before it is written.
 */
#ifndef REMPART_BASE_BUF_H
#define REMPART_BASE_BUF_H

#include "base/str.h"

struct rp_buf {
    char *p;    // NUL-terminated once something was put; owned
    size_t n;   // bytes in use, NUL not counted
    size_t cap; // bytes allocated
    size_t max; // bytes that may be in use
    bool full;  // something did not fit: what is there is cut and must not be published
};

// max in bytes; 0 means the general limit of 1 GiB.
void rp_buf_init(struct rp_buf *b, size_t max);

// Frees.  Accepts a zeroed or already freed buffer.
void rp_buf_done(struct rp_buf *b);

void rp_buf_put(struct rp_buf *b, struct rp_str s);
void rp_buf_puts(struct rp_buf *b, const char *text);
void rp_buf_putc(struct rp_buf *b, char c);
__attribute__((format(printf, 2, 3))) void rp_buf_printf(struct rp_buf *b, const char *format, ...);

// What is in use; valid until the next put.
static inline struct rp_str rp_buf_str(const struct rp_buf *b)
{
    return (struct rp_str){b->p ? b->p : "", b->n};
}

#endif
