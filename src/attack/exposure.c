// SPDX-License-Identifier: Apache-2.0
/*
 * Levels of all facts in one pass over the graph.
 *
 * Facts are derived in order of falling level, and within a level in waves: breadth first.  A step
 * is complete when the last fact of its body is there, and that one is the lowest of them, so the
 * head's level is min(that, the step's own): either the step fires at once, or it waits for its own
 * level.  Every step is completed at most once and every body item looked at once, whatever the
 * number of levels.
 *
 * Large graphs are bound by the cache: what a step still needs is kept in one byte, and the loops
 * append without branching, so that many loads are on their way at the same time.
 */
#include "attack/exposure.h"

#include <assert.h>

// A step's byte: missing body facts * ONE + level under the chosen controls.  Longer bodies have the
// level WIDE and the rest of their count, and their level, in a list of their own.
enum { ONE = 8, WIDE = 5, LONGEST = 255 / ONE };

struct wide {
    uint32_t step, missing;
    uint8_t level;
};

// Steps that one wave completed: they are in the list up to `end`.
struct mark {
    uint32_t depth, end;
};

// Steps whose body is complete, in order of completion.
struct list {
    uint32_t *step;
    uint32_t n;
    struct mark *mark; // where each wave's part ends; depths rise within one completing level
    uint32_t nmarks, marks_cap;
    uint32_t run_end[5]; // marks made while that level was walked end here
    uint32_t cursor[5];  // the next mark of each of those runs
};

enum { AT_ONCE = 64 };                    // facts whose rows are loaded together
enum { NEVER = 0, FIRED = 5, LISTS = 6 }; // of walk.list; 1 to 4: waiting for that level

struct walk {
    const struct rp_graph *g;
    uint8_t *state; // by step, see above
    struct wide *wide;
    uint32_t nwide, wide_cap;
    struct list list[LISTS];
    uint8_t list_of[ONE]; // level of a step -> list that it goes to while a level is walked
    uint32_t *queue;      // facts in order of derivation
    uint32_t nqueue;
    uint32_t touched; // see spread_some
    struct rp_arena scratch;
    struct rp_exposure *e;
};

static uint8_t count_down(struct walk *w, uint32_t step, unsigned level, uint32_t missing)
{
    if (missing <= LONGEST)
        return (uint8_t)(missing * ONE + level);
    w->wide = rp_arena_grow(&w->scratch, w->wide, w->nwide, &w->wide_cap, sizeof(struct wide));
    w->wide[w->nwide++] = (struct wide){step, missing - LONGEST, (uint8_t)level};
    return LONGEST * ONE + WIDE;
}

// The next part of a long count; steps were put into the list in ascending order.
static uint8_t refill(struct walk *w, uint32_t step)
{
    uint32_t low = 0, high = w->nwide;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (w->wide[middle].step <= step)
            low = middle;
        else
            high = middle;
    }
    struct wide *rest = &w->wide[low];
    assert(rest->step == step);
    uint32_t part = rest->missing < LONGEST ? rest->missing : LONGEST;
    rest->missing -= part;
    return (uint8_t)(part ? part * ONE + WIDE : rest->level);
}

// Notes that what was added to a list since its last mark was completed at this depth.
static void mark(struct walk *w, struct list *l, uint32_t depth)
{
    if (l->n == (l->nmarks ? l->mark[l->nmarks - 1].end : 0))
        return;
    l->mark = rp_arena_grow(&w->scratch, l->mark, l->nmarks, &l->marks_cap, sizeof(struct mark));
    l->mark[l->nmarks++] = (struct mark){depth, l->n};
}

// Every step's count and level.  Those without a body are complete: at level 4, at depth 0.
static void arm(struct walk *w, const bool *chosen)
{
    const struct rp_graph *g = w->g;
    uint32_t n[LISTS] = {[FIRED] = g->nsteps};
    w->state = RP_NEWN(&w->scratch, uint8_t, g->nsteps);
    for (uint32_t r = 0; r < g->nsteps; r++) {
        unsigned level = rp_graph_step_level(g, chosen, r);
        w->state[r] = count_down(w, r, level, g->body.first[r + 1] - g->body.first[r]);
        n[level]++;
    }
    // One more than needed: appending writes first and counts afterwards.
    for (unsigned i = 0; i < LISTS; i++)
        w->list[i].step = RP_NEWN(&w->scratch, uint32_t, (size_t)n[i] + 1);
    for (uint32_t r = 0; r < g->nsteps; r++)
        if (w->state[r] < ONE)
            w->list[w->state[r]].step[w->list[w->state[r]].n++] = r;
    for (unsigned level = 1; level <= 4; level++)
        mark(w, &w->list[level], 0);
}

static void enter(struct walk *w, uint32_t only_source)
{
    const struct rp_graph *g = w->g;
    for (uint32_t i = 0; i < g->nentries; i++) {
        if (only_source != RP_GRAPH_NONE && g->entry_source[i] != only_source)
            continue;
        if (!w->e->level[g->entry[i]])
            w->queue[w->nqueue++] = g->entry[i];
        w->e->level[g->entry[i]] = 4;
    }
}

// Counts a fact down in the steps that use it; those that are complete go to their lists.
static void spread(struct walk *w, const uint32_t *use, const uint32_t *end)
{
    uint8_t *states = w->state;
    for (; use < end; use++) {
        uint32_t step = *use;
        uint8_t state = (uint8_t)(states[step] - ONE);
        if (state == WIDE)
            state = refill(w, step);
        states[step] = state;
        struct list *l = &w->list[w->list_of[state % ONE]];
        l->step[l->n] = step;
        l->n += state < ONE;
    }
}

// The same for some facts of the queue.  How many steps use a fact cannot be guessed by the
// processor, and each wrong guess would wait for memory: so the rows are asked for beforehand, all at
// once.
static void spread_some(struct walk *w, const uint32_t *fact, uint32_t n)
{
    const struct rp_rows *uses = &w->g->uses;
    const uint32_t *from[AT_ONCE], *end[AT_ONCE];
    uint32_t touched = 0;
    for (uint32_t i = 0; i < n; i++) {
        from[i] = uses->item + uses->first[fact[i]];
        end[i] = uses->item + uses->first[fact[i] + 1];
    }
    for (uint32_t i = 0; i < n; i++)
        touched ^= *from[i];
    w->touched ^= touched;
    for (uint32_t i = 0; i < n; i++)
        spread(w, from[i], end[i]);
}

// Fires the steps that waited for this level and were completed at this depth; gives the least depth
// of those that still wait.
static uint32_t fire_waiting(struct walk *w, unsigned level, uint32_t depth)
{
    struct list *l = &w->list[level], *fired = &w->list[FIRED];
    uint32_t least = UINT32_MAX;
    for (unsigned run = level; run <= 4; run++) {
        for (; l->cursor[run] < l->run_end[run]; l->cursor[run]++) {
            uint32_t k = l->cursor[run], from = k ? l->mark[k - 1].end : 0;
            if (l->mark[k].depth > depth) {
                least = l->mark[k].depth < least ? l->mark[k].depth : least;
                break;
            }
            memcpy(fired->step + fired->n, l->step + from,
                   (l->mark[k].end - from) * sizeof(uint32_t));
            fired->n += l->mark[k].end - from;
        }
    }
    return least;
}

// Derives the heads of the steps that fired.
static void derive(struct walk *w, unsigned level)
{
    struct list *fired = &w->list[FIRED];
    const uint32_t *head = w->g->head;
    uint8_t *levels = w->e->level;
    uint32_t *parent = w->e->parent, *queue = w->queue, nqueue = w->nqueue;
    uint32_t unused;
    for (uint32_t i = 0, n = fired->n; i < n; i++) {
        uint32_t step = fired->step[i], fact = head[step];
        bool new = levels[fact] == 0;
        queue[nqueue] = fact;
        nqueue += new;
        uint32_t *to = new ? &parent[fact] : &unused;
        *to = step;
        levels[fact] |= (uint8_t)(new ? level : 0);
    }
    w->nqueue = nqueue;
    fired->n = 0;
}

static void walk_level(struct walk *w, unsigned level, uint32_t from)
{
    for (unsigned own = 0; own < ONE; own++)
        w->list_of[own] = (uint8_t)(own == WIDE ? NEVER : own < level ? own : FIRED);
    for (uint32_t depth = 0;;) {
        uint32_t next = fire_waiting(w, level, depth), end = w->nqueue;
        for (uint32_t n; from < end; from += n) {
            n = end - from < AT_ONCE ? end - from : AT_ONCE;
            spread_some(w, w->queue + from, n);
        }
        derive(w, level);
        for (unsigned lower = 1; lower < level; lower++)
            mark(w, &w->list[lower], depth);
        if (from < w->nqueue)
            depth++;
        else if (next != UINT32_MAX)
            depth = next;
        else
            break;
    }
    // What is completed from here on is in order of depth anew.
    for (unsigned lower = 1; lower < level; lower++) {
        w->list[lower].run_end[level] = w->list[lower].nmarks;
        w->list[lower].cursor[level - 1] = w->list[lower].nmarks;
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
    w.queue = RP_NEWN(&w.scratch, uint32_t, (size_t)g->nfacts + 1);
    arm(&w, situation->chosen);
    enter(&w, situation->only_source);
    w.list[4].run_end[4] = w.list[4].nmarks;
    for (unsigned level = 4, from = 0; level >= 1; level--) {
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
    assert(step || ret_path->nsteps == 0);
    // Before the first fall to the lowest level everything was higher, so that step caused it.
    while (ret_path->hardest < ret_path->nsteps &&
           e->level[g->head[step[ret_path->hardest]]] != e->level[fact])
        ret_path->hardest++;
    ret_path->step = step;
    rp_arena_done(&b.scratch);
}

bool rp_path_shows(const struct rp_graph *g, uint32_t step)
{
    return !g->origin.step_id || g->origin.step_id[step].n ||
           g->blockers.first[step] < g->blockers.first[step + 1];
}

uint32_t rp_path_shown(const struct rp_graph *g, const struct rp_path *path, uint32_t n)
{
    uint32_t shown = 0;
    for (uint32_t i = 0; i < n; i++)
        shown += rp_path_shows(g, path->step[i]);
    return shown;
}
