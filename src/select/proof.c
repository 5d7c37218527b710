// SPDX-License-Identifier: Apache-2.0
/*
 * Records what the search concludes, in order.
 */
#include "select/proof.h"

void rp_proof_begin(struct rp_proof *p, struct rp_arena *a)
{
    p->arena = a;
    p->n = p->nclaims = p->nterms = 0;
}

static void add(struct rp_proof *p, enum rp_proof_type type, uint32_t at, bool value)
{
    p->item = rp_arena_grow(p->arena, p->item, p->n, &p->cap, sizeof(*p->item));
    p->item[p->n++] = (struct rp_proof_item){type, at, value};
}

void rp_proof_claim(struct rp_proof *p, const struct rp_claim *claim)
{
    p->claim = rp_arena_grow(p->arena, p->claim, p->nclaims, &p->cap_claims, sizeof(*p->claim));
    add(p, RP_PROOF_CLAIM, p->nclaims, false);
    p->claim[p->nclaims++] = (struct rp_proof_claim){claim->objective, p->nterms, claim->n};
    for (uint32_t i = 0; i < claim->n; i++) {
        p->row = rp_arena_grow(p->arena, p->row, p->nterms, &p->cap_row, sizeof(*p->row));
        p->multiplier = rp_arena_grow(p->arena, p->multiplier, p->nterms, &p->cap_multiplier,
                                      sizeof(*p->multiplier));
        p->row[p->nterms] = claim->row[i];
        p->multiplier[p->nterms++] = claim->multiplier[i];
    }
}

void rp_proof_fix(struct rp_proof *p, uint32_t var, bool value)
{
    add(p, RP_PROOF_FIX, var, value);
}

void rp_proof_branch(struct rp_proof *p, uint32_t var, bool value)
{
    add(p, RP_PROOF_BRANCH, var, value);
}

void rp_proof_end(struct rp_proof *p)
{
    add(p, RP_PROOF_END, 0, false);
}
