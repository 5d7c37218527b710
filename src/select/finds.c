// SPDX-License-Identifier: Apache-2.0
/*
 * A list of derivations without their steps.
 */
#include "select/finds.h"

void rp_finds_init(struct rp_finds *f)
{
    *f = (struct rp_finds){.n = 0};
    rp_arena_init(&f->arena);
}

void rp_finds_done(struct rp_finds *f)
{
    rp_arena_done(&f->arena);
}

void rp_finds_clear(struct rp_finds *f)
{
    f->n = f->ncontrols = 0;
}

static uint32_t keep_controls(struct rp_finds *f, const uint32_t *control, uint32_t n)
{
    uint32_t first = f->ncontrols;
    for (uint32_t i = 0; i < n; i++) {
        f->control = rp_arena_grow(&f->arena, f->control, f->ncontrols, &f->cap_controls,
                                   sizeof(*f->control));
        f->control[f->ncontrols++] = control[i];
    }
    return first;
}

void rp_finds_keep(struct rp_finds *f, const struct rp_derivation *d, uint32_t goal, uint32_t fact)
{
    f->item = rp_arena_grow(&f->arena, f->item, f->n, &f->cap, sizeof(*f->item));
    struct rp_find *item = &f->item[f->n++];
    *item = (struct rp_find){
        .goal = goal, .fact = fact, .nblockers = d->nblockers, .nadders = d->nadders};
    item->first_blocker = keep_controls(f, d->blocker, d->nblockers);
    item->first_adder = keep_controls(f, d->adder, d->nadders);
}

void rp_finds_restore(const struct rp_finds *f, uint32_t i, struct rp_derivation *ret_derivation)
{
    const struct rp_find *item = &f->item[i];
    struct rp_derivation *d = ret_derivation;
    d->nsteps = 0;
    d->nblockers = item->nblockers;
    d->nadders = item->nadders;
    for (uint32_t k = 0; k < d->nblockers; k++)
        d->blocker[k] = f->control[item->first_blocker + k];
    for (uint32_t k = 0; k < d->nadders; k++)
        d->adder[k] = f->control[item->first_adder + k];
}
