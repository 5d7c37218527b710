// SPDX-License-Identifier: Apache-2.0
/*
 * Bump allocator: everything that lives as long as one run.
 *
 * With RP_ARENA_DEBUG each object is a malloc of its own, so that a sanitizer sees the first byte
 * written past its end; with RP_TEST_SMALL chunks are tiny, so that every test crosses their borders.
 */
#include "base/arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef RP_TEST_SMALL
enum { FIRST_CHUNK = 64, LARGEST_CHUNK = 64 };
#else
enum { FIRST_CHUNK = 64 * 1024, LARGEST_CHUNK = 4 * 1024 * 1024 };
#endif
enum { ALIGN = 16 };

struct rp_arena_chunk {
    struct rp_arena_chunk *older;
    size_t size; // bytes after this head
};

void rp_out_of_memory(void)
{
    fputs("rempart: out of memory\n", stderr);
    exit(70);
}

void rp_arena_init(struct rp_arena *a)
{
    *a = (struct rp_arena){0};
}

void rp_arena_done(struct rp_arena *a)
{
    for (struct rp_arena_chunk *c = a->chunks; c;) {
        struct rp_arena_chunk *older = c->older;
        free(c);
        c = older;
    }
    *a = (struct rp_arena){0};
}

static size_t round_up(size_t n)
{
    return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

// A zeroed chunk of at least the given size, put at the front of the list.
static unsigned char *add_chunk(struct rp_arena *a, size_t size)
{
    size_t head = round_up(sizeof(struct rp_arena_chunk));
    struct rp_arena_chunk *c = size > SIZE_MAX - head ? NULL : calloc(1, head + size);
    if (!c)
        rp_out_of_memory();
    c->older = a->chunks;
    c->size = size;
    a->chunks = c;
    return (unsigned char *)c + head;
}

void *rp_arena_calloc(struct rp_arena *a, size_t n, size_t size)
{
    if (size && n > (SIZE_MAX - ALIGN) / size)
        rp_out_of_memory();
#ifdef RP_ARENA_DEBUG
    return add_chunk(a, n * size > 0 ? n * size : 1);
#else
    size_t bytes = round_up(n * size > 0 ? n * size : 1);
    if ((size_t)(a->end - a->next) < bytes) {
        if (a->chunk_size < LARGEST_CHUNK)
            a->chunk_size = a->chunk_size ? a->chunk_size * 2 : FIRST_CHUNK;
        size_t room = bytes > a->chunk_size ? bytes : a->chunk_size;
        a->next = add_chunk(a, room);
        a->end = a->next + room;
    }
    void *p = a->next;
    a->next += bytes;
    return p;
#endif
}

void *rp_arena_grow(struct rp_arena *a, void *items, uint32_t n, uint32_t *capacity, size_t size)
{
    assert(n <= *capacity);
    if (n < *capacity)
        return items;
    if (*capacity > UINT32_MAX / 2)
        rp_out_of_memory();
    uint32_t more = *capacity ? *capacity * 2 : 8;
    unsigned char *p = rp_arena_calloc(a, more, size);
    if (n)
        memcpy(p, items, n * size);
    *capacity = more;
    return p;
}
