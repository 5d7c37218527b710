// SPDX-License-Identifier: Apache-2.0
/*
 * What can be derived: the set must leave no goal derivable, a core must derive its goal.
 */
#include "verify.h"

static void reach(struct vf *v, int32_t fact, uint8_t bit)
{
    if (!(v->fact[fact].derived & bit))
        v->queue[v->nqueue++] = fact;
    v->fact[fact].derived |= bit;
}

// How many facts its body has; -1: the step cannot be taken at threshold t, with the controls of the
// set or else, without it, whatever controls are chosen.
static int32_t body(const struct vf *v, const struct step *s, int32_t t, bool set)
{
    int32_t n = 0;
    if (s->level <= t)
        return -1;
    for (const struct item *i = &v->item[s->first]; i < &v->item[s->end]; i++) {
        bool chosen = i->role != BODY && v->flags[i->number] & IN_SET;
        n += i->role == BODY;
        if ((i->role == ADDS && !(set && chosen)) || (i->role <= t && !(set && !chosen)))
            return -1;
    }
    return n;
}

// Least fixpoint from the entries, made once.  Gives its bit.
static uint8_t derive(struct vf *v, int32_t t, bool set)
{
    uint8_t bit = (uint8_t)(1 << (set ? LEVELS + t : t));
    if (v->fixpoints & bit)
        return bit;
    v->fixpoints |= bit;
    v->nqueue = 0;
    for (int32_t i = 0; i < v->nentries; i++)
        reach(v, v->entry[i], bit);
    for (int32_t s = 0; s < v->nsteps; s++) {
        v->missing[s] = body(v, &v->step[s], t, set);
        if (v->missing[s] == 0)
            reach(v, v->step[s].head, bit);
    }
    for (int32_t i = 0; i < v->nqueue; i++) {
        const struct fact *f = &v->fact[v->queue[i]];
        for (int32_t k = f[0].first_use; k < f[1].first_use; k++)
            if (--v->missing[v->use[k]] == 0)
                reach(v, v->step[v->use[k]].head, bit);
    }
    return bit;
}

void vf_check_set(struct vf *v)
{
    for (int32_t i = 0; i < v->n[GOAL]; i++) {
        const struct variable *goal = &v->variable[v->first_goal + i];
        if (goal->acceptable == LEVELS || v->flags[v->first_goal + i] & IN_SET)
            continue;
        uint8_t bit = derive(v, goal->acceptable, true);
        VF_NEED(v, !(v->fact[goal->fact].derived & bit), "the set leaves goal %d derivable", i);
    }
}

// One step of a core: all that it needs is there; then its head is there too.
static void take_step(struct vf *v, int32_t step, int32_t t, uint8_t bit)
{
    const struct step *s = &v->step[step];
    VF_NEED(v, s->level > t, "step %d does not exist at level %d", step, t);
    for (const struct item *i = &v->item[s->first]; i < &v->item[s->end]; i++) {
        if (i->role == BODY)
            VF_NEED(v, v->fact[i->number].derived & bit, "step %d comes too early", step);
        else if (i->role == ADDS || i->role <= t)
            v->flags[i->number] |= i->role == ADDS ? INTRODUCES : BLOCKS;
    }
    reach(v, s->head, bit);
}

// c goal n step ...
void vf_read_core(struct vf *v)
{
    int32_t goal = v->first_goal + vf_index(v, v->n[GOAL]), t = v->variable[goal].acceptable;
    VF_NEED(v, t < LEVELS, "a core of a goal that always holds");
    uint8_t bit = derive(v, t, false);
    v->nqueue = 0;
    for (int32_t n = vf_index(v, MOST_ITEMS + 1); n > 0; n--)
        take_step(v, vf_index(v, v->nsteps), t, bit);
    VF_NEED(v, v->fact[v->variable[goal].fact].derived & bit, "the steps do not derive the goal");
    while (v->nqueue > 0)
        v->fact[v->queue[--v->nqueue]].derived ^= bit;
    int64_t right = 1;
    for (int32_t c = 0; c < v->n[CONTROL]; c++) {
        bool blocks = v->flags[c] & BLOCKS, introduces = v->flags[c] & INTRODUCES;
        v->flags[c] &= BARS_0 | BARS_1 | IN_SET;
        right -= introduces;
        if (blocks != introduces)
            vf_term(v, c, blocks ? 1 : -1);
    }
    vf_term(v, goal, 1);
    vf_row(v, right);
}
