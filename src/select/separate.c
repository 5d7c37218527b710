// SPDX-License-Identifier: Apache-2.0
/*
 * Finds derivations of goals that the LP point leaves open, and adds their minimal cores.
 *
 * Exact at integral points only if nothing passes the cutoff: whoever accepts an integral point
 * checks it by plain reachability.  At fractional points a missed core costs bound, not truth.
 *
 * The cheapest pass counts a control once for each step that it blocks, a clause counts it once.
 * So a control that blocks several steps of a derivation found counts less in the next pass, and a
 * thorough look shrinks derivations that cost a little too much to see what is left.
 */
#include "select/finds.h"
#include "select/search.h"

// What a derivation may weigh to be looked at; at the root also those that seem met.
static const float CUTOFF_ROOT = 1.2F;
static const float CUTOFF = 1.0F;
static const float ADDED_WEIGHT = 0.1F; // on the controls of a core, so that the next one differs
static const double LEAST_VIOLATION = 1e-5;
static const double NEARLY = 1.2; // value of a clause that is worth shrinking, at the root

struct separation { // of one layer
    struct rp_search *s;
    struct rp_walk *walk; // of the whole layer
    const float *drop;    // by control: what to leave out of a core first
    float *weight;        // by control, for the next pass
    uint32_t *times;      // by control: steps of one derivation that it blocks, at most
    float cutoff;
    bool *done; // by goal of the layer
    bool thorough;
};

static double clause_value(const struct rp_search *s, const struct rp_derivation *d, uint32_t goal)
{
    double sum = s->x[rp_var_goal(s->p, goal)];
    for (uint32_t i = 0; i < d->nblockers; i++)
        sum += s->x[d->blocker[i]];
    for (uint32_t i = 0; i < d->nadders; i++)
        sum += 1 - s->x[d->adder[i]];
    return sum;
}

// Traces the cheapest derivation of a goal of the layer.  false: there is none within the cutoff.
static bool trace(struct separation *t, uint32_t goal)
{
    struct rp_derivation *d = &t->s->cores.now;
    uint32_t fact = t->walk->layer->goal_fact[goal];
    if (!t->walk->derived[fact])
        return false;
    rp_core_trace(&t->s->cores, t->walk, fact);
    for (uint32_t k = 0; k < d->nblockers; k++)
        if (d->times[k] > t->times[d->blocker[k]])
            t->times[d->blocker[k]] = d->times[k];
    return true;
}

// Goals of the layer whose cheapest derivation the LP point breaks, or nearly so.
static void find_violated(struct separation *t, struct rp_finds *f)
{
    const struct rp_layer *l = t->walk->layer;
    double limit = t->thorough ? NEARLY : 1 - LEAST_VIOLATION;
    rp_finds_clear(f);
    for (uint32_t i = 0; i < l->ngoals; i++)
        if (!t->done[i] && trace(t, i) && clause_value(t->s, &t->s->cores.now, l->goal[i]) < limit)
            rp_finds_keep(f, &t->s->cores.now, i, l->goal_fact[i]);
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

static uint32_t add_cores(struct separation *t, const struct rp_finds *f)
{
    struct rp_search *s = t->s;
    struct rp_derivation *d = &s->cores.now;
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        const struct rp_find *item = &f->item[i];
        uint32_t goal = t->walk->layer->goal[item->goal];
        rp_finds_restore(f, i, d);
        if (i > 0 && weight_of(s, d) >= t->cutoff)
            continue; // a core of this pass has its controls already
        rp_core_minimise(&s->cores, t->walk, item->fact, t->drop);
        if (clause_value(s, d, goal) >= 1 - LEAST_VIOLATION)
            continue;
        n += rp_core_add(&s->cores, goal);
        if (d->nblockers == 0)
            t->done[item->goal] = true;
        for (uint32_t k = 0; k < d->nblockers; k++)
            s->weight[d->blocker[k]] += ADDED_WEIGHT;
    }
    return n;
}

static void reset_weights(struct rp_search *s)
{
    for (uint32_t c = 0; c < s->p->ncontrols; c++) {
        s->weight[c] = s->x[c] > 0 ? (float)s->x[c] : 0;
        s->introduce[c] = s->x[c] < 1 ? 1 - (float)s->x[c] : 0;
    }
}

static uint32_t separate_layer(struct separation *t, uint32_t passes)
{
    struct rp_search *s = t->s;
    struct rp_weights weights = {t->weight, s->introduce, t->cutoff, 1024};
    struct rp_finds f;
    uint32_t n = 0;
    bool last = !t->thorough; // the weights are those of the point once more
    rp_finds_init(&f);
    for (uint32_t pass = 0; pass < passes && !rp_search_stopped(s); pass++) {
        for (uint32_t c = 0; c < s->p->ncontrols; c++)
            t->weight[c] = s->weight[c] / (float)t->times[c];
        rp_walk_cheapest(t->walk, NULL, &weights);
        find_violated(t, &f);
        uint32_t more = f.n > 0 ? add_cores(t, &f) : 0;
        n += more;
        if (more == 0 && last)
            break;
        if (more == 0)
            reset_weights(s);
        last = more == 0 || !t->thorough;
    }
    rp_finds_done(&f);
    return n;
}

static void start_layer(struct separation *t, uint32_t layer)
{
    struct rp_search *s = t->s;
    const struct rp_layer *l = s->p->layer[layer];
    t->walk = &s->p->walk[layer];
    for (uint32_t c = 0; c < s->p->ncontrols; c++)
        t->times[c] = 1;
    for (uint32_t i = 0; i < l->ngoals; i++)
        t->done[i] = l->goal_fact[i] == RP_LAYER_NEVER || l->goal_fact[i] == RP_LAYER_FREE ||
                     s->x[rp_var_goal(s->p, l->goal[i])] > 1 - LEAST_VIOLATION;
}

uint32_t rp_separate(struct rp_search *s, uint32_t passes, bool thorough)
{
    struct rp_arena scratch;
    uint32_t n = 0;
    size_t ncontrols = (size_t)s->p->ncontrols + 1;
    rp_arena_init(&scratch);
    float *drop = RP_NEWN(&scratch, float, ncontrols);
    struct separation t = {.s = s,
                           .drop = drop,
                           .weight = RP_NEWN(&scratch, float, ncontrols),
                           .times = RP_NEWN(&scratch, uint32_t, ncontrols),
                           .done = RP_NEWN(&scratch, bool, (size_t)s->p->ngoals + 1),
                           .cutoff = s->nframes == 0 ? CUTOFF_ROOT : CUTOFF,
                           .thorough = thorough};
    set_drop_order(s, drop);
    reset_weights(s);
    for (uint32_t k = 0; k < s->p->nlayers; k++) {
        start_layer(&t, k);
        n += separate_layer(&t, passes);
    }
    rp_arena_done(&scratch);
    return n;
}
