// SPDX-License-Identifier: Apache-2.0
/*
 * Finds derivations of goals that the LP point leaves open, and adds their minimal cores.
 *
 * Exact at integral points only if nothing passes the cutoff: whoever accepts an integral point
 * checks it by plain reachability.  At fractional points a missed core costs bound, not truth.
 */
#include "select/finds.h"
#include "select/search.h"

static const float CUTOFF = 1.2F;
static const float ADDED_WEIGHT = 0.34F; // on the controls of a core, so that the next one differs
static const double LEAST_VIOLATION = 1e-5;

static double clause_value(const struct rp_search *s, const struct rp_derivation *d, uint32_t goal)
{
    double sum = s->x[rp_var_goal(s->p, goal)];
    for (uint32_t i = 0; i < d->nblockers; i++)
        sum += s->x[d->blocker[i]];
    for (uint32_t i = 0; i < d->nadders; i++)
        sum += 1 - s->x[d->adder[i]];
    return sum;
}

// Goals of the layer whose cheapest derivation the LP point breaks.  Others are done.
static void find_violated(struct rp_search *s, const struct rp_walk *w, bool *done,
                          struct rp_finds *f)
{
    const struct rp_layer *l = w->layer;
    rp_finds_clear(f);
    for (uint32_t i = 0; i < l->ngoals; i++) {
        if (done[i])
            continue;
        done[i] = true;
        if (!w->derived[l->goal_fact[i]])
            continue;
        rp_core_trace(&s->cores, w, l->goal_fact[i]);
        if (clause_value(s, &s->cores.now, l->goal[i]) >= 1 - LEAST_VIOLATION)
            continue;
        done[i] = false;
        rp_finds_keep(f, &s->cores.now, i, l->goal_fact[i]);
    }
}

static float weight_of(const struct rp_search *s, const struct rp_derivation *d)
{
    float sum = 0;
    for (uint32_t i = 0; i < d->nblockers; i++)
        sum += s->weight[d->blocker[i]];
    return sum;
}

// Heaviest first, so that what is left is broken most; controls that are fixed to 0 last, since
// they cannot satisfy the clause here anyway.
static void set_drop_order(struct rp_search *s, float *drop)
{
    for (uint32_t c = 0; c < s->p->ncontrols; c++)
        drop[c] = (float)s->x[c] + (s->value[c] == 0 ? 0 : 1e-3F);
}

static uint32_t add_cores(struct rp_search *s, struct rp_walk *w, bool *done,
                          const struct rp_finds *f, const float *drop)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        const struct rp_find *item = &f->item[i];
        rp_finds_restore(f, i, &s->cores.now);
        if (i > 0 && weight_of(s, &s->cores.now) >= CUTOFF)
            continue; // a core of this pass has its controls already
        rp_core_minimise(&s->cores, w, item->fact, drop);
        const struct rp_derivation *d = &s->cores.now;
        if (rp_core_add(&s->cores, w->layer->goal[item->goal]))
            n++;
        if (d->nblockers == 0)
            done[item->goal] = true;
        for (uint32_t k = 0; k < d->nblockers; k++)
            s->weight[d->blocker[k]] += ADDED_WEIGHT;
    }
    return n;
}

static uint32_t separate_layer(struct rp_search *s, struct rp_walk *w, uint32_t passes,
                               const float *drop)
{
    const struct rp_layer *l = w->layer;
    struct rp_weights weights = {s->weight, s->introduce, CUTOFF, 1024};
    struct rp_finds f;
    uint32_t n = 0;
    rp_finds_init(&f);
    bool *done = RP_NEWN(&f.arena, bool, (size_t)l->ngoals + 1);
    for (uint32_t i = 0; i < l->ngoals; i++)
        done[i] = l->goal_fact[i] == RP_LAYER_NEVER || l->goal_fact[i] == RP_LAYER_FREE ||
                  s->x[rp_var_goal(s->p, l->goal[i])] > 1 - LEAST_VIOLATION;
    for (uint32_t pass = 0; pass < passes && !rp_search_stopped(s); pass++) {
        rp_walk_cheapest(w, NULL, &weights);
        find_violated(s, w, done, &f);
        if (f.n == 0)
            break;
        n += add_cores(s, w, done, &f, drop);
    }
    rp_finds_done(&f);
    return n;
}

uint32_t rp_separate(struct rp_search *s, uint32_t passes)
{
    struct rp_arena scratch;
    uint32_t n = 0;
    rp_arena_init(&scratch);
    float *drop = RP_NEWN(&scratch, float, (size_t)s->p->ncontrols + 1);
    set_drop_order(s, drop);
    for (uint32_t c = 0; c < s->p->ncontrols; c++) {
        s->weight[c] = s->x[c] > 0 ? (float)s->x[c] : 0;
        s->introduce[c] = s->x[c] < 1 ? 1 - (float)s->x[c] : 0;
    }
    for (uint32_t k = 0; k < s->p->nlayers; k++)
        n += separate_layer(s, &s->p->walk[k], passes, drop);
    rp_arena_done(&scratch);
    return n;
}
