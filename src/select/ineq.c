// SPDX-License-Identifier: Apache-2.0
/*
 * The pool of rows, with a hash to find those that are known already.
 */
#include "select/ineq.h"

#include <assert.h>

void rp_ineqs_init(struct rp_ineqs *q, struct rp_arena *a)
{
    *q = (struct rp_ineqs){.arena = a, .nslots = 1024, .slot = RP_NEWN(a, uint32_t, 1024)};
    // Never NULL, so that a row without terms has an address too.
    q->var = rp_arena_grow(a, NULL, 0, &q->cap_var, sizeof(*q->var));
    q->coef = rp_arena_grow(a, NULL, 0, &q->cap_coef, sizeof(*q->coef));
}

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ (h >> 29);
}

static uint64_t hash_terms(const uint32_t *var, const int64_t *coef, uint32_t n, int64_t rhs)
{
    uint64_t h = mix(n, (uint64_t)rhs);
    for (uint32_t i = 0; i < n; i++)
        h = mix(mix(h, var[i]), (uint64_t)coef[i]);
    return h;
}

static uint64_t hash_row(const struct rp_ineqs *q, const struct rp_ineq *row)
{
    return hash_terms(q->var + row->first, q->coef + row->first, row->n, row->rhs);
}

static void insert(struct rp_ineqs *q, uint32_t row)
{
    uint64_t at = hash_row(q, &q->row[row]) & (q->nslots - 1);
    while (q->slot[at])
        at = (at + 1) & (q->nslots - 1);
    q->slot[at] = row + 1;
}

static bool hashed(const struct rp_ineq *row)
{
    return row->type == RP_INEQ_CORE || row->type == RP_INEQ_CUT;
}

static void make_room(struct rp_ineqs *q)
{
    if (q->n < q->nslots / 2)
        return;
    q->nslots *= 2;
    q->slot = RP_NEWN(q->arena, uint32_t, q->nslots);
    for (uint32_t i = 0; i < q->n; i++)
        if (hashed(&q->row[i]))
            insert(q, i);
}

uint32_t rp_ineq_add(struct rp_ineqs *q, const struct rp_terms *terms, int64_t rhs,
                     enum rp_ineq_type type, uint32_t origin)
{
    make_room(q);
    q->row = rp_arena_grow(q->arena, q->row, q->n, &q->cap, sizeof(*q->row));
    struct rp_ineq *row = &q->row[q->n];
    *row = (struct rp_ineq){.first = q->nterms, .rhs = rhs, .type = type, .origin = origin};
    for (uint32_t i = 0; i < terms->n; i++) {
        if (terms->coef[i] == 0)
            continue;
        q->var = rp_arena_grow(q->arena, q->var, q->nterms, &q->cap_var, sizeof(*q->var));
        q->coef = rp_arena_grow(q->arena, q->coef, q->nterms, &q->cap_coef, sizeof(*q->coef));
        q->var[q->nterms] = terms->var[i];
        q->coef[q->nterms++] = terms->coef[i];
        row->n++;
    }
    assert(q->nterms < UINT32_MAX / 2);
    if (hashed(row))
        insert(q, q->n);
    return q->n++;
}

static bool same(const struct rp_ineqs *q, const struct rp_ineq *row, const struct rp_terms *terms,
                 int64_t rhs)
{
    if (row->n != terms->n || row->rhs != rhs)
        return false;
    for (uint32_t i = 0; i < row->n; i++)
        if (q->var[row->first + i] != terms->var[i] || q->coef[row->first + i] != terms->coef[i])
            return false;
    return true;
}

bool rp_ineq_known(const struct rp_ineqs *q, const struct rp_terms *terms, int64_t rhs)
{
    uint64_t at = hash_terms(terms->var, terms->coef, terms->n, rhs) & (q->nslots - 1);
    for (; q->slot[at]; at = (at + 1) & (q->nslots - 1))
        if (same(q, &q->row[q->slot[at] - 1], terms, rhs))
            return true;
    return false;
}
