// SPDX-License-Identifier: Apache-2.0
/*
 * A borrowed slice of text.
 */
#include "base/str.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

int rp_str_cmp(struct rp_str a, struct rp_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order)
        return order;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool rp_str_starts(struct rp_str s, struct rp_str beginning)
{
    return s.n >= beginning.n && rp_str_eq((struct rp_str){s.p, beginning.n}, beginning);
}

bool rp_str_ends(struct rp_str s, struct rp_str end)
{
    return s.n >= end.n && rp_str_eq((struct rp_str){s.p + (s.n - end.n), end.n}, end);
}

struct rp_str rp_str_copy(struct rp_arena *a, struct rp_str s)
{
    char *p = RP_NEWN(a, char, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return (struct rp_str){p, s.n};
}

struct rp_str rp_str_printf(struct rp_arena *a, const char *format, ...)
{
    va_list ap, again;
    va_start(ap, format);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    assert(n >= 0);
    char *p = RP_NEWN(a, char, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return (struct rp_str){p, (size_t)n};
}

// Length of the sequence that a first byte announces, 0 when it can start none.
static size_t sequence_size(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    if (first >= 0xF0 && first <= 0xF4)
        return 4;
    return 0;
}

uint32_t rp_str_decode(struct rp_str s, size_t at, size_t *ret_size)
{
    static const unsigned char lead[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    assert(at < s.n);
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t size = sequence_size(p[0]);
    *ret_size = 1;
    if (size == 0 || size > s.n - at)
        return 0xFFFD;
    uint32_t c = p[0] & lead[size];
    for (size_t i = 1; i < size; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0xFFFD;
        c = c << 6 | (p[i] & 0x3F);
    }
    bool overlong = (size == 3 && c < 0x800) || (size == 4 && c < 0x10000);
    if (overlong || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF)
        return 0xFFFD;
    *ret_size = size;
    return c;
}

size_t rp_str_utf8_error(struct rp_str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t size;
        if ((unsigned char)s.p[i] < 0x80) {
            i++;
            continue;
        }
        // U+FFFD itself is well formed: it is three bytes long, a malformed byte is one.
        if (rp_str_decode(s, i, &size) == 0xFFFD && size == 1)
            return i;
        i += size;
    }
    return s.n;
}

enum { LONGEST_WORD = 64 };

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

uint32_t rp_str_distance(struct rp_str a, struct rp_str b)
{
    if (a.n > LONGEST_WORD || b.n > LONGEST_WORD)
        return UINT32_MAX;
    uint32_t row[3][LONGEST_WORD + 1];
    for (uint32_t j = 0; j <= b.n; j++)
        row[0][j] = j;
    for (uint32_t i = 1; i <= a.n; i++) {
        uint32_t *now = row[i % 3], *before = row[(i + 2) % 3], *before2 = row[(i + 1) % 3];
        now[0] = i;
        for (uint32_t j = 1; j <= b.n; j++) {
            uint32_t change = before[j - 1] + (a.p[i - 1] != b.p[j - 1]);
            now[j] = least(change, least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                now[j] = least(now[j], before2[j - 2] + 1);
        }
    }
    return row[a.n % 3][b.n];
}

size_t rp_str_nearest(struct rp_str word, const struct rp_str *candidates, size_t n)
{
    size_t best = n;
    uint32_t best_distance = (uint32_t)(word.n + 2) / 3 + 1;
    for (size_t i = 0; i < n; i++) {
        uint32_t distance = rp_str_distance(word, candidates[i]);
        if (distance < best_distance) {
            best_distance = distance;
            best = i;
        }
    }
    return best;
}

uint64_t rp_str_hash(struct rp_str s, uint64_t seed)
{
    for (size_t i = 0; i < s.n; i++)
        seed = (seed ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
    return seed;
}
