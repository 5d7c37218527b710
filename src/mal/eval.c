// SPDX-License-Identifier: Apache-2.0
/*
 * Step expressions over an instance model.
 *
 * Sets are runs on one stack, made free of doubles by marks beside the things.  Marks of a closure
 * must outlive what is evaluated inside it; closures inside others use marks of their own, by how
 * many they hold, so that no two that are open at once share any.
 */
#include "mal/eval.h"

#include <assert.h>

enum { FIRST_SLOTS = 1024, MAX_KEPT = 64 * 1024 * 1024 };

// Stable counting sort of link numbers by a key below nkeys.
static void sort_links(struct rp_arena *a, const uint32_t *key, uint32_t nkeys, uint32_t *order,
                       uint32_t n)
{
    uint32_t *first = RP_NEWN(a, uint32_t, (size_t)nkeys + 1);
    uint32_t *sorted = RP_NEWN(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        first[key[i] + 1]++;
    for (uint32_t k = 0; k < nkeys; k++)
        first[k + 1] += first[k];
    for (uint32_t i = 0; i < n; i++)
        sorted[first[key[order[i]]]++] = order[i];
    if (n)
        memcpy(order, sorted, n * sizeof(order[0]));
}

// Links sorted by thing, field and target, each once, as rows.
static void build_rows(struct rp_mal_eval *v)
{
    const struct rp_mal_instance *in = v->in;
    struct rp_arena *a = v->arena;
    uint32_t n = in->nlinks;
    uint32_t *order = RP_NEWN(a, uint32_t, n), *key = RP_NEWN(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        order[i] = i;
        key[i] = in->link[i].to;
    }
    sort_links(a, key, in->nthings, order, n);
    for (uint32_t i = 0; i < n; i++)
        key[i] = in->link[i].field;
    sort_links(a, key, in->mal->nfields, order, n);
    for (uint32_t i = 0; i < n; i++)
        key[i] = in->link[i].from;
    sort_links(a, key, in->nthings, order, n);

    v->row_of_thing = RP_NEWN(a, uint32_t, (size_t)in->nthings + 1);
    v->row_field = RP_NEWN(a, uint32_t, n);
    v->row_first = RP_NEWN(a, uint32_t, (size_t)n + 1);
    v->to = RP_NEWN(a, uint32_t, n);
    uint32_t rows = 0, items = 0;
    struct rp_mal_link last = {0};
    for (uint32_t i = 0; i < n; i++) {
        struct rp_mal_link link = in->link[order[i]];
        bool same_row = link.from == last.from && link.field == last.field;
        if (same_row && link.to == last.to)
            continue;
        if (!same_row) {
            v->row_field[rows] = link.field;
            v->row_first[rows++] = items;
            v->row_of_thing[link.from + 1]++;
        }
        v->to[items++] = link.to;
        last = link;
    }
    v->row_first[rows] = items;
    v->nrows = rows;
    for (uint32_t i = 0; i < in->nthings; i++)
        v->row_of_thing[i + 1] += v->row_of_thing[i];
}

void rp_mal_eval_init(struct rp_mal_eval *v, struct rp_arena *scratch,
                      const struct rp_mal_instance *in)
{
    *v = (struct rp_mal_eval){.arena = scratch, .in = in, .slots = FIRST_SLOTS};
    v->slot = RP_NEWN(scratch, struct rp_mal_kept, v->slots);
    v->stack = rp_arena_grow(scratch, NULL, 0, &v->cap, sizeof(v->stack[0]));
    v->kept = rp_arena_grow(scratch, NULL, 0, &v->kept_cap, sizeof(v->kept[0]));
    v->marks = RP_NEWN(scratch, struct rp_mal_marks, in->mal->nclosures + 1);
    for (uint32_t i = 0; i <= in->mal->nclosures; i++)
        v->marks[i].mark = RP_NEWN(scratch, uint32_t, in->nthings);
    build_rows(v);
}

static void push(struct rp_mal_eval *v, uint32_t thing)
{
    v->stack = rp_arena_grow(v->arena, v->stack, v->n, &v->cap, sizeof(v->stack[0]));
    v->stack[v->n++] = thing;
}

static void push_all(struct rp_mal_eval *v, const uint32_t *thing, uint32_t n)
{
    v->work += n;
    while (v->cap - v->n < n)
        v->stack = rp_arena_grow(v->arena, v->stack, v->cap, &v->cap, sizeof(v->stack[0]));
    if (n)
        memcpy(v->stack + v->n, thing, n * sizeof(thing[0]));
    v->n += n;
}

// An empty set.
static struct rp_mal_marks *new_marks(struct rp_mal_eval *v, uint32_t which)
{
    struct rp_mal_marks *marks = &v->marks[which];
    if (marks->epoch == UINT32_MAX) {
        memset(marks->mark, 0, v->in->nthings * sizeof(marks->mark[0]));
        marks->epoch = 0;
    }
    marks->epoch++;
    return marks;
}

// Adds a thing; false when it was there.
static bool mark(struct rp_mal_marks *marks, uint32_t thing)
{
    if (marks->mark[thing] == marks->epoch)
        return false;
    marks->mark[thing] = marks->epoch;
    return true;
}

// Drops doubles from the top of the stack down to base.
static void drop_doubles(struct rp_mal_eval *v, uint32_t base)
{
    struct rp_mal_marks *marks = new_marks(v, 0);
    uint32_t n = base;
    for (uint32_t i = base; i < v->n; i++)
        if (mark(marks, v->stack[i]))
            v->stack[n++] = v->stack[i];
    v->n = n;
}

static void eval(struct rp_mal_eval *v, const struct rp_mal_expr *e, uint32_t thing);

static void eval_field(struct rp_mal_eval *v, uint32_t field, uint32_t thing)
{
    uint32_t lo = v->row_of_thing[thing], hi = v->row_of_thing[thing + 1];
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (v->row_field[mid] < field)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < v->row_of_thing[thing + 1] && v->row_field[lo] == field)
        push_all(v, v->to + v->row_first[lo], v->row_first[lo + 1] - v->row_first[lo]);
}

static void eval_collect(struct rp_mal_eval *v, const struct rp_mal_expr *e, uint32_t thing)
{
    uint32_t base = v->n;
    eval(v, e->left, thing);
    uint32_t middle = v->n;
    for (uint32_t i = base; i < middle && !v->exceeded; i++) {
        eval(v, e->right, v->stack[i]);
        // Doubles are dropped on the way when they pile up: never more than twice all things.
        if (v->n - middle > 2 * v->in->nthings)
            drop_doubles(v, middle);
    }
    if (middle - base > 1)
        drop_doubles(v, middle);
    memmove(v->stack + base, v->stack + middle, (v->n - middle) * sizeof(v->stack[0]));
    v->n -= middle - base;
}

// Keeps of [base, middle) what is, or is not, in [middle, n).
static void eval_filter(struct rp_mal_eval *v, uint32_t base, uint32_t middle, bool keep_common)
{
    struct rp_mal_marks *marks = new_marks(v, 0);
    for (uint32_t i = middle; i < v->n; i++)
        mark(marks, v->stack[i]);
    uint32_t n = base;
    for (uint32_t i = base; i < middle; i++)
        if ((marks->mark[v->stack[i]] == marks->epoch) == keep_common)
            v->stack[n++] = v->stack[i];
    v->n = n;
}

static void eval_pair(struct rp_mal_eval *v, const struct rp_mal_expr *e, uint32_t thing)
{
    uint32_t base = v->n;
    eval(v, e->left, thing);
    uint32_t middle = v->n;
    eval(v, e->right, thing);
    if (e->op == RP_MAL_EXPR_UNION)
        drop_doubles(v, base);
    else
        eval_filter(v, base, middle, e->op == RP_MAL_EXPR_INTERSECT);
}

// Reflexive and transitive; the list on the stack is the queue.
static void eval_closure(struct rp_mal_eval *v, const struct rp_mal_expr *e, uint32_t thing)
{
    struct rp_mal_marks *marks = new_marks(v, e->nclosures);
    uint32_t base = v->n;
    push(v, thing);
    mark(marks, thing);
    for (uint32_t i = base; i < v->n && !v->exceeded; i++) {
        uint32_t from = v->n, n = v->n;
        eval(v, e->left, v->stack[i]);
        for (uint32_t j = from; j < v->n; j++)
            if (mark(marks, v->stack[j]))
                v->stack[n++] = v->stack[j];
        v->n = n;
    }
}

static void eval_subtype(struct rp_mal_eval *v, const struct rp_mal_expr *e, uint32_t thing)
{
    uint32_t base = v->n, n = base;
    eval(v, e->left, thing);
    for (uint32_t i = base; i < v->n; i++)
        if (rp_mal_asset_is(v->in->mal, v->in->thing[v->stack[i]].asset, e->asset))
            v->stack[n++] = v->stack[i];
    v->n = n;
}

static struct rp_mal_kept *find_kept(const struct rp_mal_eval *v, uint32_t variable, uint32_t thing)
{
    uint64_t hash = ((uint64_t)variable << 32 | thing) * UINT64_C(0x9E3779B97F4A7C15);
    uint32_t i = (uint32_t)(hash >> 32) & (v->slots - 1);
    while (v->slot[i].variable && (v->slot[i].variable != variable || v->slot[i].thing != thing))
        i = (i + 1) & (v->slots - 1);
    return &v->slot[i];
}

static void keep(struct rp_mal_eval *v, uint32_t variable, uint32_t thing, uint32_t base)
{
    if (v->kept_n > MAX_KEPT) { // forget all: it can be computed again
        memset(v->slot, 0, v->slots * sizeof(v->slot[0]));
        v->kept_n = v->nkept = 0;
    }
    if (v->nkept >= v->slots / 2) {
        struct rp_mal_kept *old = v->slot;
        uint32_t n = v->slots;
        v->slots *= 2;
        v->slot = RP_NEWN(v->arena, struct rp_mal_kept, v->slots);
        for (uint32_t i = 0; i < n; i++)
            if (old[i].variable)
                *find_kept(v, old[i].variable, old[i].thing) = old[i];
    }
    uint32_t n = v->n - base;
    *find_kept(v, variable, thing) = (struct rp_mal_kept){variable, thing, v->kept_n, n};
    v->nkept++;
    for (uint32_t i = 0; i < n; i++) {
        v->kept = rp_arena_grow(v->arena, v->kept, v->kept_n, &v->kept_cap, sizeof(v->kept[0]));
        v->kept[v->kept_n++] = v->stack[base + i];
    }
}

// Without memory a chain of variables that each use the one before twice would take 2^n steps.
static void eval_variable(struct rp_mal_eval *v, const struct rp_mal_expr *e, uint32_t thing)
{
    const struct rp_mal_kept *kept = find_kept(v, e->variable, thing);
    if (kept->variable) {
        push_all(v, v->kept + kept->first, kept->n);
        return;
    }
    uint32_t base = v->n;
    eval(v, e->left, thing);
    keep(v, e->variable, thing, base);
}

static void eval(struct rp_mal_eval *v, const struct rp_mal_expr *e, uint32_t thing)
{
    if (++v->work > RP_MAL_MAX_WORK)
        v->exceeded = true;
    if (v->exceeded)
        return;
    switch (e->op) {
    case RP_MAL_EXPR_FIELD:
        eval_field(v, e->field, thing);
        return;
    case RP_MAL_EXPR_VARIABLE:
        eval_variable(v, e, thing);
        return;
    case RP_MAL_EXPR_COLLECT:
        eval_collect(v, e, thing);
        return;
    case RP_MAL_EXPR_UNION:
    case RP_MAL_EXPR_INTERSECT:
    case RP_MAL_EXPR_DIFFERENCE:
        eval_pair(v, e, thing);
        return;
    case RP_MAL_EXPR_CLOSURE:
        eval_closure(v, e, thing);
        return;
    case RP_MAL_EXPR_SUBTYPE:
        eval_subtype(v, e, thing);
        return;
    case RP_MAL_EXPR_SELF:
        push(v, thing);
        return;
    }
}

uint32_t rp_mal_eval(struct rp_mal_eval *v, const struct rp_mal_expr *e, uint32_t thing,
                     const uint32_t **ret_list)
{
    assert(thing && thing < v->in->nthings);
    v->n = 0;
    eval(v, e, thing);
    *ret_list = v->stack;
    return v->n;
}
