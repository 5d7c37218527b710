// SPDX-License-Identifier: Apache-2.0
/*
 * Levels of all facts in one pass over the graph.
 *
 * Facts are derived in order of falling level: a step fires when the last fact of its body is
 * there, and that one is the lowest of them, so the head's level is min(that, the step's own).  If
 * the step's own level is lower it waits in the bucket of that level.  Every step fires at most
 * once and every body item is looked at once, whatever the number of levels.
 */
#include "attack/exposure.h"

#include <assert.h>

// All that firing a step needs, in 8 bytes: the walk jumps from step to step, and each jump should
// cost one line of the cache.
struct fuse {
    uint32_t head;
    uint32_t missing : 28, level : 4; // body facts not derived yet; level under the chosen controls
};
static_assert(RP_GRAPH_MAX < 1 << 28, "missing holds any body");

// A step whose body is complete and whose level is lower than the level at hand.  depth: of the fact
// that completed it.
struct waiting {
    uint32_t step, depth;
};

// Steps that wait for one level, those that one earlier level completed: in order of depth.
struct run {
    struct waiting *w;
    uint32_t n, cap, next;
};

struct walk {
    const struct rp_graph *g;
    struct fuse *fuse;
    struct run run[5][5]; // [level that they wait for][level that completed them]
    uint32_t *queue;      // facts in order of derivation, within a level in order of depth
    uint32_t nqueue;
    uint32_t *depth; // by fact: steps from the start, roughly (the longest body counts)
    struct rp_arena scratch;
    struct rp_exposure *e;
};

static void wait_for(struct walk *w, struct run *run, uint32_t step, uint32_t depth)
{
    run->w = rp_arena_grow(&w->scratch, run->w, run->n, &run->cap, sizeof(*run->w));
    run->w[run->n++] = (struct waiting){step, depth};
}

static void derive(struct walk *w, uint32_t fact, unsigned level, uint32_t step, uint32_t depth)
{
    if (w->e->level[fact])
        return;
    w->e->level[fact] = (uint8_t)level;
    w->e->parent[fact] = step;
    w->depth[fact] = depth;
    w->queue[w->nqueue++] = fact;
}

// Steps without a body count as completed at level 4 by something of depth 0.
static void arm(struct walk *w, const bool *chosen)
{
    const struct rp_graph *g = w->g;
    for (uint32_t r = 0; r < g->nsteps; r++) {
        unsigned level = rp_graph_step_level(g, chosen, r);
        uint32_t n = g->body.first[r + 1] - g->body.first[r];
        w->fuse[r] =
            (struct fuse){.head = g->head[r], .missing = n & 0xFFFFFFF, .level = level & 15};
        if (n == 0 && level)
            wait_for(w, &w->run[level][4], r, 0);
    }
}

static void enter(struct walk *w, uint32_t only_source)
{
    const struct rp_graph *g = w->g;
    for (uint32_t i = 0; i < g->nentries; i++)
        if (only_source == RP_GRAPH_NONE || g->entry_source[i] == only_source)
            derive(w, g->entry[i], 4, RP_GRAPH_NONE, 0);
}

// Fires the steps that use a fact and now have all they need.
static void spread(struct walk *w, unsigned level, uint32_t fact)
{
    const struct rp_rows *uses = &w->g->uses;
    for (uint32_t i = uses->first[fact]; i < uses->first[fact + 1]; i++) {
        struct fuse *f = &w->fuse[uses->item[i]];
        if (--f->missing || f->level == 0)
            continue;
        if (f->level >= level)
            derive(w, f->head, level, uses->item[i], w->depth[fact] + 1);
        else
            wait_for(w, &w->run[f->level][level], uses->item[i], w->depth[fact]);
    }
}

// Fires the waiting steps of the given depth; gives the least depth of those that still wait.
static uint32_t fire_waiting(struct walk *w, unsigned level, uint32_t depth)
{
    uint32_t least = UINT32_MAX;
    for (unsigned from = level; from <= 4; from++) {
        struct run *run = &w->run[level][from];
        for (; run->next < run->n && run->w[run->next].depth <= depth; run->next++) {
            uint32_t step = run->w[run->next].step;
            derive(w, w->fuse[step].head, level, step, depth + 1);
        }
        if (run->next < run->n && run->w[run->next].depth < least)
            least = run->w[run->next].depth;
    }
    return least;
}

// Everything of one level, breadth first: what waits and what was just derived, by depth.
static void walk_level(struct walk *w, unsigned level, uint32_t from)
{
    uint32_t depth = 0;
    for (uint32_t q = from;;) {
        uint32_t next = fire_waiting(w, level, depth);
        while (q < w->nqueue && w->depth[w->queue[q]] <= depth)
            spread(w, level, w->queue[q++]);
        if (q < w->nqueue)
            depth++;
        else if (next != UINT32_MAX)
            depth = next;
        else
            return;
    }
}

void rp_exposure_compute(struct rp_arena *a, const struct rp_graph *g,
                         const struct rp_situation *situation, struct rp_exposure *ret_exposure)
{
    struct walk w = {.g = g, .e = ret_exposure};
    rp_arena_init(&w.scratch);
    w.e->level = RP_NEWN(a, uint8_t, g->nfacts);
    w.e->parent = RP_NEWN(a, uint32_t, g->nfacts);
    memset(w.e->parent, 0xFF, g->nfacts * sizeof(uint32_t));
    static_assert(RP_GRAPH_NONE == UINT32_MAX, "bytes of 0xFF");
    w.fuse = RP_NEWN(&w.scratch, struct fuse, g->nsteps);
    w.queue = RP_NEWN(&w.scratch, uint32_t, g->nfacts);
    w.depth = RP_NEWN(&w.scratch, uint32_t, g->nfacts);
    arm(&w, situation->chosen);
    enter(&w, situation->only_source);
    uint32_t from = 0;
    for (unsigned level = 4; level >= 1; level--) {
        walk_level(&w, level, from);
        from = w.nqueue;
    }
    rp_arena_done(&w.scratch);
}

struct back {
    const struct rp_graph *g;
    const struct rp_exposure *e;
    struct rp_arena scratch;
    bool *seen; // by fact
    // Facts whose causes are being listed, and the next item of each one's body.
    struct frame {
        uint32_t fact, next;
    } * frame;
    uint32_t nframes, frames_cap;
};

static void push(struct back *b, uint32_t fact)
{
    b->seen[fact] = true;
    uint32_t step = b->e->parent[fact];
    b->frame =
        rp_arena_grow(&b->scratch, b->frame, b->nframes, &b->frames_cap, sizeof(struct frame));
    b->frame[b->nframes++] =
        (struct frame){fact, step == RP_GRAPH_NONE ? 0 : b->g->body.first[step]};
}

void rp_exposure_path(struct rp_arena *a, const struct rp_graph *g, const struct rp_exposure *e,
                      uint32_t fact, struct rp_path *ret_path)
{
    *ret_path = (struct rp_path){.entry = RP_GRAPH_NONE, .level = e->level[fact]};
    if (!e->level[fact])
        return;
    struct back b = {.g = g, .e = e};
    rp_arena_init(&b.scratch);
    b.seen = RP_NEWN(&b.scratch, bool, g->nfacts);
    uint32_t *step = NULL, cap = 0;
    push(&b, fact);
    while (b.nframes) {
        struct frame *top = &b.frame[b.nframes - 1];
        uint32_t parent = e->parent[top->fact];
        if (parent == RP_GRAPH_NONE) {
            if (ret_path->entry == RP_GRAPH_NONE)
                ret_path->entry = top->fact;
            b.nframes--;
        } else if (top->next == g->body.first[parent + 1]) {
            step = rp_arena_grow(a, step, ret_path->nsteps, &cap, sizeof(uint32_t));
            step[ret_path->nsteps++] = parent;
            b.nframes--;
        } else {
            uint32_t cause = g->body.item[top->next++];
            if (!b.seen[cause])
                push(&b, cause);
        }
    }
    // Before the first fall to the lowest level everything was higher, so that step caused it.
    while (ret_path->hardest < ret_path->nsteps &&
           e->level[g->head[step[ret_path->hardest]]] != e->level[fact])
        ret_path->hardest++;
    ret_path->step = step;
    rp_arena_done(&b.scratch);
}
