// SPDX-License-Identifier: Apache-2.0
/*
 * Bump allocator: everything that lives as long as one run.
 *
 * Nothing is freed one by one.  A run makes one arena, hands it down, and frees it at the end;
 * a phase that needs scratch space makes its own.
 */
#ifndef REMPART_BASE_ARENA_H
#define REMPART_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct rp_arena_chunk;

struct rp_arena {
    struct rp_arena_chunk *chunks; // newest first
    unsigned char *next, *end;     // free part of the newest chunk
    size_t chunk_size;             // bytes of the next chunk, 0 before the first
};

void rp_arena_init(struct rp_arena *a);

// Frees everything at once.  Accepts a zeroed or already freed arena.
void rp_arena_done(struct rp_arena *a);

// Zeroed memory for n objects of the given size, aligned for any type.
// Never returns NULL: running out of memory ends the process.
void *rp_arena_calloc(struct rp_arena *a, size_t n, size_t size);

// Makes room for one more element at the end of an array that grows inside an arena.
// items: NULL or what an earlier call returned; n: elements in use; capacity: 0 at first, updated;
// size: bytes of one element.  Gives the array to go on with: the elements in use are kept, the
// rest is zero.  The old copy stays in the arena until its end (total waste: at most the size).
void *rp_arena_grow(struct rp_arena *a, void *items, uint32_t n, uint32_t *capacity, size_t size);

#define RP_NEW(a, type) ((type *)rp_arena_calloc((a), 1, sizeof(type)))
#define RP_NEWN(a, type, n) ((type *)rp_arena_calloc((a), (n), sizeof(type)))

// Ends the process with exit status 70 and one line on stderr: the only place where it happens.
_Noreturn void rp_out_of_memory(void);

#endif
