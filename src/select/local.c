// SPDX-License-Identifier: Apache-2.0
/*
 * Local search for a cheaper set over the rows of the pool.
 *
 * Flips one variable at a time.  Broken rows gain weight until they are mended, so that the search
 * leaves local optima (row weighting, after Gao, Weise and Li, 2015, for set covering).  A point
 * that breaks no row of the pool may still leave a goal open: then the set is repaired, and the
 * cores met on the way join the pool.  Counted in flips, never in time.
 */
#include "select/search.h"

#include <assert.h>
#include <string.h>

enum { MOST_TRIES = 150, MOST_WALKS = 3, TENURE = 3 };

struct row {
    uint32_t first, n; // terms
    int32_t slack;     // activity less right side
    int32_t largest;   // coefficient
    int32_t weight;
    uint32_t place; // in `broken`, when it is
};

struct local {
    struct rp_search *s;
    struct rp_arena arena;
    uint32_t nrows, nvars;
    struct row *row;
    uint32_t *var; // of terms
    int32_t *coef;
    uint32_t *col_first, *col_row; // by variable: its rows
    int32_t *col_coef;
    bool *at;       // the point
    int64_t *score; // by variable: how much the weight of broken rows falls when it flips
    uint64_t *last; // by variable: its last flip
    uint32_t *broken, nbroken;
    int64_t cost;
    uint64_t flips;
};

static int64_t penalty(int32_t slack)
{
    return slack < 0 ? -(int64_t)slack : 0;
}

static int64_t gain(const struct local *l, const struct row *r, uint32_t var, int32_t coef)
{
    int32_t to = l->at[var] ? r->slack - coef : r->slack + coef;
    return r->weight * (penalty(r->slack) - penalty(to));
}

// Not cuts, which the other rows imply, nor the rows of kinds where kinds do not matter.
static bool wanted(const struct rp_search *s, uint32_t i)
{
    const struct rp_problem *p = s->p;
    const struct rp_ineq *r = &p->ineqs.row[i];
    if (r->type == RP_INEQ_CUT)
        return false; // implied by the others
    return s->kinds_matter || i < p->first_kind_row || i >= p->first_kind_row + p->ncontrols;
}

static void add_terms(struct local *l, uint32_t i)
{
    const struct rp_ineqs *q = &l->s->p->ineqs;
    const struct rp_ineq *r = &q->row[i];
    struct row *row = &l->row[l->nrows++];
    uint32_t first = l->nrows > 1 ? row[-1].first + row[-1].n : 0;
    *row = (struct row){.first = first, .n = r->n, .slack = (int32_t)-r->rhs, .weight = 1};
    for (uint32_t k = 0; k < r->n; k++) {
        int32_t a = (int32_t)q->coef[r->first + k];
        uint32_t v = q->var[r->first + k];
        l->var[first + k] = v;
        l->coef[first + k] = a;
        l->col_first[v + 1]++;
        row->slack += l->at[v] ? a : 0;
        row->largest = a > row->largest ? a : -a > row->largest ? -a : row->largest;
    }
}

static void fill_columns(struct local *l)
{
    uint32_t *at = RP_NEWN(&l->arena, uint32_t, (size_t)l->nvars + 1);
    for (uint32_t v = 0; v < l->nvars; v++) {
        l->col_first[v + 1] += l->col_first[v];
        at[v] = l->col_first[v];
    }
    for (uint32_t i = 0; i < l->nrows; i++)
        for (uint32_t k = l->row[i].first; k < l->row[i].first + l->row[i].n; k++) {
            uint32_t v = l->var[k];
            l->col_row[at[v]] = i;
            l->col_coef[at[v]++] = l->coef[k];
            l->score[v] += gain(l, &l->row[i], v, l->coef[k]);
        }
}

// Do the row's numbers fit, with room for sums?
static bool fits(const struct rp_search *s, uint32_t i)
{
    const struct rp_ineqs *q = &s->p->ineqs;
    const struct rp_ineq *r = &q->row[i];
    int64_t size = r->rhs < 0 ? -r->rhs : r->rhs;
    for (uint32_t k = r->first; k < r->first + r->n; k++)
        size += q->coef[k] < 0 ? -q->coef[k] : q->coef[k];
    return size < INT32_MAX / 4;
}

static void break_row(struct local *l, uint32_t i)
{
    l->row[i].place = l->nbroken;
    l->broken[l->nbroken++] = i;
}

// The rows of the pool as they are now, at the point as it is.  false: their numbers are too large.
static bool build(struct local *l)
{
    const struct rp_ineqs *q = &l->s->p->ineqs;
    rp_arena_done(&l->arena);
    rp_arena_init(&l->arena);
    size_t nterms = q->nterms + 1;
    l->row = RP_NEWN(&l->arena, struct row, (size_t)q->n + 1);
    l->broken = RP_NEWN(&l->arena, uint32_t, (size_t)q->n + 1);
    l->var = RP_NEWN(&l->arena, uint32_t, nterms);
    l->coef = RP_NEWN(&l->arena, int32_t, nterms);
    l->col_row = RP_NEWN(&l->arena, uint32_t, nterms);
    l->col_coef = RP_NEWN(&l->arena, int32_t, nterms);
    l->col_first = RP_NEWN(&l->arena, uint32_t, (size_t)l->nvars + 2);
    l->score = RP_NEWN(&l->arena, int64_t, (size_t)l->nvars + 1);
    l->last = RP_NEWN(&l->arena, uint64_t, (size_t)l->nvars + 1);
    l->nrows = l->nbroken = 0;
    for (uint32_t i = 0; i < q->n; i++) {
        if (!wanted(l->s, i))
            continue;
        if (!fits(l->s, i))
            return false;
        add_terms(l, i);
    }
    fill_columns(l);
    for (uint32_t i = 0; i < l->nrows; i++)
        if (l->row[i].slack < 0)
            break_row(l, i);
    return true;
}

static void move_row(struct local *l, uint32_t i, int32_t to)
{
    struct row *r = &l->row[i];
    bool was = r->slack < 0;
    bool matters = r->slack < r->largest || to < r->largest;
    for (uint32_t k = r->first; matters && k < r->first + r->n; k++)
        l->score[l->var[k]] -= gain(l, r, l->var[k], l->coef[k]);
    r->slack = to;
    if (was && to >= 0) {
        uint32_t moved = l->broken[--l->nbroken];
        l->broken[r->place] = moved;
        l->row[moved].place = r->place;
    } else if (!was && to < 0) {
        break_row(l, i);
    }
}

static void regain_row(struct local *l, uint32_t i, int32_t before)
{
    struct row *r = &l->row[i];
    bool matters = r->slack < r->largest || before < r->largest;
    for (uint32_t k = r->first; matters && k < r->first + r->n; k++)
        l->score[l->var[k]] += gain(l, r, l->var[k], l->coef[k]);
}

static void flip(struct local *l, uint32_t v)
{
    int32_t sign = l->at[v] ? -1 : 1;
    for (uint32_t k = l->col_first[v]; k < l->col_first[v + 1]; k++)
        move_row(l, l->col_row[k], l->row[l->col_row[k]].slack + sign * l->col_coef[k]);
    l->at[v] = !l->at[v];
    l->cost += sign * l->s->cost[v];
    l->last[v] = ++l->flips;
    for (uint32_t k = l->col_first[v]; k < l->col_first[v + 1]; k++)
        regain_row(l, l->col_row[k], l->row[l->col_row[k]].slack - sign * l->col_coef[k]);
    l->s->work += (uint64_t)(l->col_first[v + 1] - l->col_first[v]) * 4;
}

static void add_weight(struct local *l)
{
    for (uint32_t b = 0; b < l->nbroken; b++) {
        struct row *r = &l->row[l->broken[b]];
        for (uint32_t k = r->first; k < r->first + r->n; k++)
            l->score[l->var[k]] -= gain(l, r, l->var[k], l->coef[k]);
        r->weight++;
        for (uint32_t k = r->first; k < r->first + r->n; k++)
            l->score[l->var[k]] += gain(l, r, l->var[k], l->coef[k]);
    }
}

// Is a, at cost ca, the better flip?  Costs of 0 count as a little.
static bool better(int64_t a, int64_t ca, int64_t b, int64_t cb)
{
    return a * (4 * cb + 1) > b * (4 * ca + 1);
}

// The variable at 1 whose cost is saved at the least loss; UINT32_MAX: none.
static uint32_t choose_drop(const struct local *l, bool tabu)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t v = 0; v < l->nvars; v++) {
        if (!l->at[v] || l->s->value[v] != RP_VAR_FREE || l->s->cost[v] == 0 ||
            (tabu && l->last[v] && l->last[v] + TENURE > l->flips))
            continue;
        if (best == UINT32_MAX ||
            better(l->score[v], l->s->cost[v], l->score[best], l->s->cost[best]) ||
            (l->score[v] * l->s->cost[best] == l->score[best] * l->s->cost[v] &&
             l->last[v] < l->last[best]))
            best = v;
    }
    return best;
}

// A flip that mends a broken row drawn at random; UINT32_MAX: none.
static uint32_t choose_mend(struct local *l)
{
    const struct row *r = &l->row[l->broken[rp_search_random(l->s) % l->nbroken]];
    uint32_t best = UINT32_MAX;
    for (uint32_t k = r->first; k < r->first + r->n; k++) {
        uint32_t v = l->var[k];
        bool helps = (l->coef[k] > 0) != l->at[v];
        if (!helps || l->s->value[v] != RP_VAR_FREE ||
            (l->last[v] && l->last[v] + TENURE > l->flips))
            continue;
        if (best == UINT32_MAX || better(l->score[v], l->at[v] ? 0 : l->s->cost[v], l->score[best],
                                         l->at[best] ? 0 : l->s->cost[best]))
            best = v;
    }
    return best;
}

// Mends rows while the cost stays within the limit.
static void mend(struct local *l, int64_t limit)
{
    while (l->nbroken > 0) {
        uint32_t v = choose_mend(l);
        if (v != UINT32_MAX && (l->at[v] || l->cost + l->s->cost[v] <= limit))
            flip(l, v);
        else
            v = UINT32_MAX;
        add_weight(l);
        if (v == UINT32_MAX)
            return;
    }
}

// Walks until no row is broken at a cost below the best set's.  false: not found.
static bool walk(struct local *l, uint32_t flips)
{
    uint64_t end = l->flips + flips;
    int64_t limit = l->s->best_value - l->s->divisor;
    while (l->flips < end) {
        if (l->nbroken == 0 && l->cost <= limit)
            return true;
        uint32_t v = choose_drop(l, l->nbroken > 0);
        if (v == UINT32_MAX)
            return false;
        flip(l, v);
        l->flips++; // counts twice: choosing it looked at every variable
        mend(l, limit);
    }
    return false;
}

static void start_at_best(struct local *l)
{
    const struct rp_problem *p = l->s->p;
    for (uint32_t c = 0; c < p->ncontrols; c++) {
        l->at[c] = l->s->value[c] == RP_VAR_FREE ? l->s->best[c] : l->s->value[c] == 1;
        if (l->at[c])
            l->at[rp_var_kind(p, p->graph->control[c].kind)] = true;
    }
    for (uint32_t i = 0; i < p->ngoals; i++)
        l->at[rp_var_goal(p, i)] = l->s->best_open[i];
    l->cost = 0;
    for (uint32_t v = 0; v < l->nvars; v++)
        l->cost += l->at[v] ? l->s->cost[v] : 0;
}

static void offer_point(struct local *l)
{
    struct rp_search *s = l->s;
    for (uint32_t c = 0; c < s->p->ncontrols; c++)
        s->candidate[c] = l->at[c];
    for (uint32_t i = 0; i < s->p->ngoals; i++)
        s->candidate_open[i] = l->at[rp_var_goal(s->p, i)];
    rp_heuristic_finish(s);
}

void rp_heuristic_local(struct rp_search *s, uint32_t flips)
{
    struct local l = {.s = s, .nvars = s->p->nvars};
    struct rp_arena point;
    if (s->best_value == RP_NO_VALUE)
        return;
    rp_arena_init(&point);
    rp_arena_init(&l.arena);
    l.at = RP_NEWN(&point, bool, (size_t)l.nvars + 1);
    start_at_best(&l);
    uint32_t known = UINT32_MAX;
    for (uint32_t try = 0; try < MOST_TRIES && l.flips < (uint64_t)flips * MOST_WALKS; try++) {
        if (s->p->ineqs.n != known && !build(&l))
            break;
        known = s->p->ineqs.n;
        if (!walk(&l, flips) || rp_search_stopped(s))
            break;
        offer_point(&l);
    }
    rp_arena_done(&l.arena);
    rp_arena_done(&point);
}
