// SPDX-License-Identifier: Apache-2.0
/*
 * From a derivation to a minimal clause.
 *
 * What is left when no blocker can be dropped is inclusion-minimal.  Everything but the first pass
 * stays in the sub-graph of one goal, and one success often drops several controls.
 */
#include "select/core.h"

#include <assert.h>
#include <string.h>

static void derivation_init(struct rp_derivation *d, struct rp_arena *a, size_t nsteps,
                            size_t ncontrols)
{
    d->step = RP_NEWN(a, uint32_t, nsteps);
    d->blocker = RP_NEWN(a, uint32_t, ncontrols);
    d->times = RP_NEWN(a, uint32_t, ncontrols);
    d->adder = RP_NEWN(a, uint32_t, ncontrols);
}

void rp_cores_init(struct rp_cores *c, struct rp_problem *p)
{
    uint32_t nfacts = 0;
    size_t n = (size_t)p->ncontrols + 1;
    *c = (struct rp_cores){.p = p};
    for (uint32_t k = 0; k < p->nlayers; k++)
        if (p->layer[k]->nfacts > nfacts)
            nfacts = p->layer[k]->nfacts;
    derivation_init(&c->now, p->arena, (size_t)nfacts + 1, n);
    derivation_init(&c->less, p->arena, (size_t)nfacts + 1, n);
    c->times_blocker = RP_NEWN(p->arena, uint32_t, n);
    c->times_adder = RP_NEWN(p->arena, uint32_t, n);
    c->mark_blocker = RP_NEWN(p->arena, bool, n);
    c->mark_adder = RP_NEWN(p->arena, bool, n);
    c->blocking = RP_NEWN(p->arena, bool, n);
    c->introducing = RP_NEWN(p->arena, bool, n);
    c->seen = RP_NEWN(p->arena, uint32_t, (size_t)nfacts + 1);
    c->stack = RP_NEWN(p->arena, uint32_t, (size_t)nfacts + 1);
    c->row.var = RP_NEWN(p->arena, uint32_t, (size_t)p->nvars + 1);
    c->row.coef = RP_NEWN(p->arena, int64_t, (size_t)p->nvars + 1);
    c->kind_count = RP_NEWN(p->arena, uint32_t, (size_t)p->nkinds + 1);
    c->sum = (struct rp_sum){.coef = RP_NEWN(p->arena, int64_t, (size_t)p->nvars + 1),
                             .var = RP_NEWN(p->arena, uint32_t, (size_t)p->nvars + 1),
                             .met = RP_NEWN(p->arena, bool, (size_t)p->nvars + 1)};
    c->source_row = RP_NEWN(p->arena, uint32_t, n + 1);
    c->source_multiplier = RP_NEWN(p->arena, int64_t, n + 1);
}

static void collect(const struct rp_rows *rows, uint32_t r, uint32_t *times, uint32_t *item,
                    uint32_t *n)
{
    for (uint32_t k = rows->first[r]; k < rows->first[r + 1]; k++)
        if (times[rows->item[k]]++ == 0)
            item[(*n)++] = rows->item[k];
}

static void trace_into(struct rp_cores *c, const struct rp_walk *w, uint32_t fact,
                       struct rp_derivation *d)
{
    const struct rp_layer *l = w->layer;
    uint32_t n = 0;
    assert(w->derived[fact]);
    c->seen_now++;
    d->nsteps = d->nblockers = d->nadders = 0;
    c->seen[fact] = c->seen_now;
    c->stack[n++] = fact;
    while (n > 0) {
        uint32_t r = w->parent[c->stack[--n]];
        d->step[d->nsteps++] = l->step_of[r];
        collect(&l->blockers, r, c->times_blocker, d->blocker, &d->nblockers);
        collect(&l->adds, r, c->times_adder, d->adder, &d->nadders);
        for (uint32_t k = l->body.first[r]; k < l->body.first[r + 1]; k++) {
            uint32_t b = l->body.item[k];
            if (c->seen[b] == c->seen_now)
                continue;
            c->seen[b] = c->seen_now;
            c->stack[n++] = b;
        }
    }
    for (uint32_t i = 0; i < d->nblockers; i++) {
        d->times[i] = c->times_blocker[d->blocker[i]];
        c->times_blocker[d->blocker[i]] = 0;
    }
    for (uint32_t i = 0; i < d->nadders; i++)
        c->times_adder[d->adder[i]] = 0;
}

void rp_core_trace(struct rp_cores *c, const struct rp_walk *w, uint32_t fact)
{
    trace_into(c, w, fact, &c->now);
}

static void sort_heaviest_first(struct rp_derivation *d, const float *drop)
{
    for (uint32_t i = 1; i < d->nblockers; i++) {
        uint32_t c = d->blocker[i];
        uint32_t j = i;
        for (; j > 0; j--) {
            uint32_t before = d->blocker[j - 1];
            if (drop[before] > drop[c] || (drop[before] == drop[c] && before < c))
                break;
            d->blocker[j] = before;
        }
        d->blocker[j] = c;
    }
}

// The derivation just found may do without further controls: they are dropped at once.
static void drop_unused(struct rp_cores *c)
{
    for (uint32_t i = 0; i < c->less.nblockers; i++)
        c->mark_blocker[c->less.blocker[i]] = true;
    for (uint32_t i = 0; i < c->now.nblockers; i++)
        if (!c->mark_blocker[c->now.blocker[i]])
            c->blocking[c->now.blocker[i]] = true;
    for (uint32_t i = 0; i < c->less.nblockers; i++)
        c->mark_blocker[c->less.blocker[i]] = false;
}

void rp_core_minimise(struct rp_cores *c, struct rp_walk *w, uint32_t goal_fact, const float *drop)
{
    struct rp_choice s = {c->blocking, c->introducing};
    memset(c->blocking, 1, c->p->ncontrols);
    memset(c->introducing, 0, c->p->ncontrols);
    for (uint32_t i = 0; i < c->now.nblockers; i++)
        c->blocking[c->now.blocker[i]] = false;
    for (uint32_t i = 0; i < c->now.nadders; i++)
        c->introducing[c->now.adder[i]] = true;
    sort_heaviest_first(&c->now, drop);
    rp_walk_reach(w, &s);
    assert(w->derived[goal_fact]);
    rp_walk_sub(w, &s, goal_fact);
    for (uint32_t i = 0; i < c->now.nblockers; i++) {
        uint32_t control = c->now.blocker[i];
        if (c->blocking[control])
            continue;
        c->blocking[control] = true;
        if (rp_walk_reach_sub(w, &s, goal_fact)) {
            trace_into(c, w, goal_fact, &c->less);
            drop_unused(c);
        } else {
            c->blocking[control] = false;
        }
    }
    bool still = rp_walk_reach_sub(w, &s, goal_fact);
    assert(still);
    (void)still;
    trace_into(c, w, goal_fact, &c->now);
}

static void add_term(struct rp_terms *t, uint32_t var, int64_t coef)
{
    uint32_t i = t->n++;
    for (; i > 0 && t->var[i - 1] > var; i--) {
        t->var[i] = t->var[i - 1];
        t->coef[i] = t->coef[i - 1];
    }
    t->var[i] = var;
    t->coef[i] = coef;
}

// The row over kinds that the core and the kind rows of its blockers imply: their sum, divided by
// the largest count of one kind (rounding up makes every coefficient 1).
static void add_projection(struct rp_cores *c, uint32_t core_row)
{
    const struct rp_problem *p = c->p;
    const struct rp_derivation *d = &c->now;
    struct rp_cut_source source = {.divisor = 1};
    uint32_t *row = c->source_row;
    int64_t *multiplier = c->source_multiplier;
    source.row = row;
    source.multiplier = multiplier;
    row[0] = core_row;
    multiplier[0] = 1;
    source.nrows = 1;
    for (uint32_t i = 0; i < d->nblockers; i++) {
        uint32_t kind = p->graph->control[d->blocker[i]].kind;
        row[source.nrows] = p->first_kind_row + d->blocker[i];
        multiplier[source.nrows++] = 1;
        if (++c->kind_count[kind] > source.divisor)
            source.divisor = c->kind_count[kind];
    }
    for (uint32_t i = 0; i < d->nblockers; i++)
        c->kind_count[p->graph->control[d->blocker[i]].kind] = 0;
    if (d->nblockers > 0)
        rp_cut_add(c, &source);
}

bool rp_core_add(struct rp_cores *c, uint32_t goal)
{
    struct rp_problem *p = c->p;
    const struct rp_derivation *d = &c->now;
    int64_t rhs = 1 - (int64_t)d->nadders;
    c->row.n = 0;
    for (uint32_t i = 0; i < d->nadders; i++)
        c->mark_adder[d->adder[i]] = true;
    bool idle = false; // a control both blocks and introduces: the clause is always true
    for (uint32_t i = 0; i < d->nblockers; i++) {
        idle |= c->mark_adder[d->blocker[i]];
        add_term(&c->row, d->blocker[i], 1);
    }
    for (uint32_t i = 0; i < d->nadders; i++)
        c->mark_adder[d->adder[i]] = false;
    if (idle)
        return false;
    for (uint32_t i = 0; i < d->nadders; i++)
        add_term(&c->row, d->adder[i], -1);
    add_term(&c->row, rp_var_goal(p, goal), 1);
    if (rp_ineq_known(&p->ineqs, &c->row, rhs))
        return false;
    c->core = rp_arena_grow(p->arena, c->core, c->n, &c->cap, sizeof(*c->core));
    struct rp_core *core = &c->core[c->n];
    *core = (struct rp_core){goal, c->nsteps, d->nsteps, 0};
    for (uint32_t i = 0; i < d->nsteps; i++) {
        c->step = rp_arena_grow(p->arena, c->step, c->nsteps, &c->cap_steps, sizeof(*c->step));
        c->step[c->nsteps++] = d->step[i];
    }
    core->row = rp_ineq_add(&p->ineqs, &c->row, rhs, RP_INEQ_CORE, c->n++);
    if (c->project)
        add_projection(c, core->row);
    return true;
}
