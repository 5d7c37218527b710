// SPDX-License-Identifier: Apache-2.0
/*
 * Memory, failure, and reading of words and numbers.
 */
#include "verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block {
    struct block *next;
    max_align_t data[];
};

void vf_fail(struct vf *v, const char *format, ...)
{
    va_list ap;
    size_t n = 0;
    if (v->at)
        n = (size_t)snprintf(v->message, sizeof(v->message), "%.100s:%zu: ", v->at->name,
                             v->at->line);
    va_start(ap, format);
    vsnprintf(v->message + n, sizeof(v->message) - n, format, ap);
    va_end(ap);
    longjmp(v->failed, 1);
}

void *vf_new(struct vf *v, size_t n, size_t size)
{
    size_t room = SIZE_MAX - sizeof(struct block) - size;
    struct block *b = size && n > room / size ? NULL : calloc(1, sizeof(*b) + (n + 1) * size);
    if (!b)
        vf_fail(v, "out of memory");
    b->next = v->blocks;
    v->blocks = b;
    return b->data;
}

void *vf_grow(struct vf *v, void *items, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    size_t old = *cap;
    while (*cap <= n)
        *cap = *cap ? *cap * 2 : 64;
    void *larger = vf_new(v, *cap, size);
    if (old)
        memcpy(larger, items, old * size);
    return larger;
}

void vf_done(struct vf *v)
{
    for (struct block *b = v->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    v->blocks = NULL;
}

void vf_rows_open(struct vf *v, struct rows *r)
{
    r->first = vf_grow(v, r->first, r->n + 1, &r->n_cap, sizeof(*r->first));
    r->first[r->n++] = r->items;
    r->first[r->n] = r->items;
}

void vf_rows_put(struct vf *v, struct rows *r, uint32_t item)
{
    r->item = vf_grow(v, r->item, r->items, &r->items_cap, sizeof(*r->item));
    r->item[r->items++] = item;
    r->first[r->n] = r->items;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool vf_line(struct vf *v, struct text *t, bool exact)
{
    v->at = t;
    while (t->line && t->p < t->end && *t->p != '\n') {
        if (exact)
            vf_fail(v, "something follows the last field");
        t->p++;
    }
    if (t->line) {
        if (exact && t->p == t->end)
            vf_fail(v, "the file ends inside a line");
        t->p += t->p < t->end;
    }
    t->line++;
    return t->p < t->end;
}

// One space of a certificate, any blanks of a graph.
static const char *next_word(const struct text *t)
{
    const char *p = t->p;
    while (p < t->end && is_blank(*p))
        p++;
    return p;
}

bool vf_is_end(const struct vf *v)
{
    const char *p = next_word(v->at);
    return p == v->at->end || *p == '\n';
}

bool vf_word(struct vf *v, const char *word)
{
    const char *p = next_word(v->at);
    size_t n = strlen(word);
    if ((size_t)(v->at->end - p) < n || memcmp(p, word, n) != 0)
        return false;
    p += n;
    if (p < v->at->end && !is_blank(*p) && *p != '\n')
        return false;
    v->at->p = p;
    return true;
}

uint64_t vf_number(struct vf *v, uint64_t max)
{
    const char *p = next_word(v->at);
    uint64_t value = 0;
    if (p == v->at->end || *p < '0' || *p > '9')
        vf_fail(v, "a number is missing");
    for (; p < v->at->end && *p >= '0' && *p <= '9'; p++) {
        if (value > (UINT64_MAX - 9) / 10)
            vf_fail(v, "a number is too large");
        value = value * 10 + (uint64_t)(*p - '0');
    }
    if (value > max)
        vf_fail(v, "%llu is more than %llu", (unsigned long long)value, (unsigned long long)max);
    v->at->p = p;
    return value;
}

void vf_verify(struct text *graph, struct text *certificate, struct answer *ret_answer)
{
    struct vf v;
    memset(&v, 0, sizeof(v));
    ret_answer->accepted = false;
    if (setjmp(v.failed) == 0) {
        const char *proven = vf_check(&v, graph, certificate);
        snprintf(ret_answer->message, sizeof(ret_answer->message), "VERIFIED: %s", proven);
        ret_answer->accepted = true;
    } else {
        memcpy(ret_answer->message, v.message, sizeof(ret_answer->message));
    }
    vf_done(&v);
}
