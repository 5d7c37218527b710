// SPDX-License-Identifier: Apache-2.0
/*
 * Growable bytes with a maximum.
 */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { GENERAL_LIMIT = 1 << 30 };

void rp_buf_init(struct rp_buf *b, size_t max)
{
    *b = (struct rp_buf){.max = max ? max : GENERAL_LIMIT};
}

void rp_buf_done(struct rp_buf *b)
{
    free(b->p);
    *b = (struct rp_buf){0};
}

// Room for n more bytes and a NUL; false when the limit forbids it.
static bool reserve(struct rp_buf *b, size_t n)
{
    assert(b->max);
    if (b->full || n > b->max - b->n) {
        b->full = true;
        return false;
    }
    if (b->n + n + 1 <= b->cap)
        return true;
    size_t cap = b->cap ? b->cap : 256;
    while (cap < b->n + n + 1)
        cap *= 2;
    char *p = realloc(b->p, cap);
    if (!p)
        rp_out_of_memory();
    b->p = p;
    b->cap = cap;
    return true;
}

void rp_buf_put(struct rp_buf *b, struct rp_str s)
{
    if (s.n == 0 || !reserve(b, s.n))
        return;
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = '\0';
}

void rp_buf_puts(struct rp_buf *b, const char *text)
{
    rp_buf_put(b, rp_str_of(text));
}

void rp_buf_putc(struct rp_buf *b, char c)
{
    rp_buf_put(b, (struct rp_str){&c, 1});
}

void rp_buf_printf(struct rp_buf *b, const char *format, ...)
{
    va_list ap, again;
    va_start(ap, format);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    assert(n >= 0);
    if (reserve(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
}
