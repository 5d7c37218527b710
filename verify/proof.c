// SPDX-License-Identifier: Apache-2.0
/*
 * The certificate, from its first line to its last.
 */
#include "verify.h"

enum claim { OPTIMUM, BOUND, NO_SET, CLAIMS };

struct proof {
    struct vf *v;
    enum claim claim;
    bool is_void;       // some variable has no value left: every claim closes
    unsigned objective; // of the stage
    int64_t bound;
    int64_t less;   // what an objective below the bound is at most: a multiple of its divisor
    bool has_claim; // one is in hand; it closes when slack > 0
    i128 slack;
    struct list fixed;  // variables fixed on the way, for going back
    struct list branch; // four each: variable, value, fixed before, sides done
};

static int64_t objective(const struct vf *v, unsigned o, int64_t j)
{
    const struct graph *g = &v->g;
    int64_t kind = j - g->ncontrols, goal = kind - g->nkinds;
    if (goal >= 0)
        return o == 6 ? g->severity.p[goal] : g->severity.p[goal] == (int64_t)o;
    if (o >= 9)
        return kind < 0 ? g->cost.p[COSTS * j + o - 9] : g->kind_cost.p[COSTS * kind + o - 9];
    return (o == 7 && kind >= 0) || (o == 8 && kind < 0);
}

static unsigned read_objective(struct vf *v)
{
    static const char *const word[OBJECTIVES] = {"none",   "risk-1", "risk-2",      "risk-3",
                                                 "risk-4", "risk-5", "severity",    "kinds",
                                                 "places", "plain",  "malfunction", "effort"};
    for (unsigned o = 0; o < OBJECTIVES; o++)
        if (vf_word(v, word[o]))
            return o;
    vf_fail(v, "unknown objective");
}

void vf_sum_clear(struct vf *v)
{
    for (size_t i = 0; i < v->touched.n; i++) {
        v->sum[v->touched.p[i]] = 0;
        v->is_touched[v->touched.p[i]] = false;
    }
    v->touched.n = 0;
    v->right = 0;
}

void vf_sum_add(struct vf *v, int64_t variable, i128 value)
{
    if (!v->is_touched[variable])
        vf_put(v, &v->touched, variable);
    v->is_touched[variable] = true;
    v->sum[variable] += value;
}

static void sum_objective(struct vf *v, unsigned o, i128 multiplier, i128 most)
{
    for (int64_t j = 0; j < v->nvariables && multiplier; j++)
        if (objective(v, o, j))
            vf_sum_add(v, j, -multiplier * objective(v, o, j));
    v->right -= multiplier * most;
}

static void sum_row(struct vf *v, int64_t row, i128 multiplier)
{
    const int64_t *p = v->row.item.p + v->row.first.p[row];
    for (; p + 1 < v->row.item.p + v->row.first.p[row + 1]; p += 2)
        vf_sum_add(v, p[0], multiplier * p[1]);
    v->right += multiplier * p[0];
}

static int64_t nrows(const struct vf *v)
{
    return (int64_t)v->row.first.n - 1;
}

// The sum becomes the next row.
static void put_row(struct vf *v)
{
    i128 size = v->right < 0 ? -v->right : v->right;
    for (size_t i = 0; i < v->touched.n && size <= (i128)1 << 54; i++) {
        i128 a = v->sum[v->touched.p[i]];
        size += a < 0 ? -a : a;
        if (a == 0)
            continue;
        vf_put(v, &v->row.item, v->touched.p[i]);
        vf_put(v, &v->row.item, (int64_t)a);
    }
    if (size > (i128)1 << 54 || nrows(v) >= INT32_MAX)
        vf_fail(v, "a row is too large");
    vf_put(v, &v->row.item, (int64_t)v->right);
    vf_open(v, &v->row);
    vf_sum_clear(v);
}

static void put_constraint(struct vf *v, size_t i)
{
    const struct rows *r = &v->g.constraint;
    const int64_t *p = r->item.p + r->first.p[i], *end = r->item.p + r->first.p[i + 1];
    int64_t control = *p++;
    for (; p < end; p++) {
        vf_sum_add(v, *p, v->g.excludes.p[i] ? -1 : 1);
        if (!v->g.excludes.p[i])
            continue;
        vf_sum_add(v, control, -1);
        v->right = -1;
        put_row(v);
    }
    if (v->g.excludes.p[i])
        return;
    vf_sum_add(v, control, -1);
    put_row(v);
}

static i128 ceiling(i128 value, i128 divisor)
{
    return value > 0 ? (value + divisor - 1) / divisor : value / divisor;
}

// d divisor n row multiplier ... m variable multiplier ...
static void read_derived(struct vf *v)
{
    i128 divisor = vf_number(v, MOST_MULTIPLIER), negative = 0, rounded = 0; // N and M of the page
    for (uint64_t n = vf_number(v, MOST_ITEMS); n > 0; n--) {
        int64_t row = vf_below(v, nrows(v));
        sum_row(v, row, vf_number(v, MOST_MULTIPLIER));
    }
    for (uint64_t n = vf_number(v, MOST_ITEMS); n > 0; n--) {
        int64_t j = vf_below(v, v->nvariables);
        i128 multiplier = vf_number(v, MOST_MULTIPLIER);
        vf_sum_add(v, j, -multiplier);
        v->right -= multiplier;
    }
    if (divisor == 0)
        vf_fail(v, "a divisor is 1 or more");
    for (size_t i = 0; i < v->touched.n; i++) {
        i128 *a = &v->sum[v->touched.p[i]];
        i128 part = *a < 0 ? -ceiling(-*a, divisor) : ceiling(*a, divisor);
        negative -= *a < 0 ? *a : 0;
        rounded -= *a < 0 ? part : 0;
        *a = part;
    }
    v->right = ceiling(v->right + negative, divisor) - rounded;
}

static void next_line(struct vf *v)
{
    if (!vf_line(v))
        vf_fail(v, "the certificate ends too early");
}

// n c ..., strictly ascending: set[c] is set; gives n.
static int64_t read_list(struct vf *v, int64_t below, bool *set)
{
    int64_t n = vf_below(v, below + 1), last = -1;
    for (int64_t i = 0; i < n; i++) {
        int64_t c = vf_below(v, below);
        if (c <= last)
            vf_fail(v, "a list is not ascending");
        set[c] = true;
        last = c;
    }
    next_line(v);
    return n;
}

static void take_value(struct proof *p, const char *word, uint8_t value)
{
    struct vf *v = p->v;
    bool *set = vf_new(v, (size_t)v->g.ncontrols, sizeof(*set));
    if (vf_word(v, word))
        read_list(v, v->g.ncontrols, set);
    for (int64_t c = 0; c < v->g.ncontrols; c++) {
        v->may[c] &= (uint8_t) ~(set[c] ? value : 0);
        p->is_void = p->is_void || !v->may[c];
    }
}

static void read_head(struct proof *p)
{
    struct vf *v = p->v;
    const int64_t counts[] = {v->g.nfacts, v->g.nsteps, v->g.nkinds, v->g.ncontrols, v->g.ngoals};
    if (!vf_line(v) || !vf_word(v, "rempart-certificate") || vf_number(v, 1) != 1)
        vf_fail(v, "not a certificate: it must begin with 'rempart-certificate 1'");
    next_line(v);
    bool same = vf_word(v, "graph");
    for (unsigned i = 0; i < 5 && same; i++)
        same = (int64_t)vf_number(v, UINT32_MAX) == counts[i];
    if (!same)
        vf_fail(v, "the certificate is of another graph");
    next_line(v);
    take_value(p, "force", MAY_BE_0);
    take_value(p, "forbid", MAY_BE_1);
    while (vf_word(v, "limit")) {
        unsigned o = read_objective(v);
        sum_objective(v, o, 1, (i128)vf_number(v, MOST_COST));
        put_row(v);
        next_line(v);
    }
    while (vf_word(v, "exclude")) {
        bool *set = vf_new(v, (size_t)v->g.ncontrols, sizeof(*set));
        i128 n = read_list(v, v->g.ncontrols, set);
        for (int64_t c = 0; c < v->g.ncontrols; c++)
            if (set[c])
                vf_sum_add(v, c, -1);
        v->right = 1 - n;
        put_row(v);
    }
}

// The claimed set must be a solution.
static void read_set(struct proof *p)
{
    struct vf *v = p->v;
    const struct graph *g = &v->g;
    if (!vf_word(v, "set"))
        vf_fail(v, "line 'set' is missing");
    read_list(v, g->ncontrols, v->value);
    if (!vf_word(v, "open"))
        vf_fail(v, "line 'open' is missing");
    read_list(v, g->ngoals, v->open);
    for (int64_t c = 0; c < g->ncontrols; c++) {
        if (!(v->may[c] & (v->value[c] ? MAY_BE_1 : MAY_BE_0)))
            vf_fail(v, "the set gives control %lld a value that it may not have", (long long)c);
        if (v->value[c])
            v->value[g->ncontrols + g->kind.p[c]] = true;
    }
    for (int64_t row = 0; row < nrows(v); row++) {
        i128 is = 0;
        sum_row(v, row, 1);
        for (size_t i = 0; i < v->touched.n; i++)
            is += v->value[v->touched.p[i]] ? v->sum[v->touched.p[i]] : 0;
        if (is < v->right)
            vf_fail(v, "the set breaks row %lld", (long long)row);
        vf_sum_clear(v);
    }
    vf_check_set(v);
}

// y m n row multiplier ...
static void read_claim(struct proof *p)
{
    struct vf *v = p->v;
    vf_sum_clear(v);
    sum_objective(v, p->objective, vf_number(v, MOST_MULTIPLIER), p->less);
    int64_t last = -1;
    for (uint64_t n = vf_number(v, MOST_ITEMS); n > 0; n--) {
        int64_t row = vf_below(v, nrows(v));
        uint64_t multiplier = vf_number(v, MOST_MULTIPLIER);
        if (row <= last || multiplier == 0)
            vf_fail(v, "rows must ascend, with multipliers of 1 or more");
        sum_row(v, row, multiplier);
        last = row;
    }
    p->slack = v->right;
    for (size_t i = 0; i < v->touched.n; i++) {
        i128 a = v->sum[v->touched.p[i]];
        uint8_t may = v->may[v->touched.p[i]];
        p->slack -= may == MAY_BE_1 || (may == MAY_BE_ANY && a > 0) ? a : 0;
    }
    p->has_claim = true;
}

static void fix(struct proof *p, int64_t j, bool value)
{
    p->v->may[j] = value ? MAY_BE_1 : MAY_BE_0;
    vf_put(p->v, &p->fixed, j);
}

// f variable v: the claim closes for 1 - v.  b variable v: first v, then 1 - v.
static void read_fixing(struct proof *p, bool branch)
{
    struct vf *v = p->v;
    int64_t j = vf_below(v, v->nvariables);
    bool value = vf_number(v, 1);
    if (v->may[j] != MAY_BE_ANY)
        vf_fail(v, "variable %lld is fixed already", (long long)j);
    if (branch) {
        const int64_t entry[] = {j, value, (int64_t)p->fixed.n, 0};
        for (unsigned i = 0; i < 4; i++)
            vf_put(v, &p->branch, entry[i]);
        p->has_claim = false;
    } else {
        i128 a = v->sum[j], either = p->slack + (a > 0 ? a : 0);
        if (!p->has_claim || !(either - (value ? 0 : a) > 0 || p->is_void))
            vf_fail(v, "the claim does not fix variable %lld", (long long)j);
        p->slack = either - (value ? a : 0);
    }
    fix(p, j, value);
}

static void go_back(struct proof *p, size_t n)
{
    while (p->fixed.n > n)
        p->v->may[p->fixed.p[--p->fixed.n]] = MAY_BE_ANY;
}

// e: this side is done.  True when the tree is complete.
static bool read_end(struct proof *p)
{
    if (!p->has_claim || !(p->slack > 0 || p->is_void))
        vf_fail(p->v, "the claim does not close");
    p->has_claim = false;
    for (; p->branch.n; p->branch.n -= 4) {
        int64_t *b = &p->branch.p[p->branch.n - 4];
        go_back(p, (size_t)b[2]);
        if (b[3]++)
            continue;
        fix(p, b[0], !b[1]);
        return false;
    }
    go_back(p, 0);
    return true;
}

// Cores and derived rows, then one tree.
static void read_stage_proof(struct proof *p)
{
    struct vf *v = p->v;
    vf_sum_clear(v);
    for (next_line(v);; next_line(v)) {
        if (vf_word(v, "c"))
            vf_read_core(v);
        else if (vf_word(v, "d"))
            read_derived(v);
        else
            break;
        put_row(v);
    }
    for (;; next_line(v)) {
        if (vf_word(v, "y"))
            read_claim(p);
        else if (vf_word(v, "f"))
            read_fixing(p, false);
        else if (vf_word(v, "b"))
            read_fixing(p, true);
        else if (!vf_word(v, "e"))
            vf_fail(v, "a line of the tree was expected");
        else if (read_end(p))
            return;
    }
}

// The greatest common divisor of an objective's coefficients, 1 if all are 0.
static int64_t divisor(const struct vf *v, unsigned o)
{
    int64_t a = 0;
    for (int64_t j = 0; j < v->nvariables; j++)
        for (int64_t b = objective(v, o, j); b;) {
            int64_t rest = a % b;
            a = b;
            b = rest;
        }
    return a ? a : 1;
}

// Gives whether the stage settles its objective.
static bool read_stage(struct proof *p)
{
    struct vf *v = p->v;
    p->objective = read_objective(v);
    int64_t value = (int64_t)vf_number(v, MOST_COST), is = 0;
    p->bound = (int64_t)vf_number(v, MOST_COST);
    for (int64_t j = 0; j < v->nvariables; j++)
        is += v->value[j] ? objective(v, p->objective, j) : 0;
    bool fits = p->claim == NO_SET ? p->objective == 0 && value == 0 && p->bound == 1
                                   : is == value && p->bound <= value;
    if (!fits)
        vf_fail(v, "the stage does not fit the set: it has %lld", (long long)is);
    if (p->bound) {
        int64_t q = divisor(v, p->objective);
        p->less = (p->bound - 1) / q * q;
        read_stage_proof(p);
    }
    vf_sum_clear(v);
    if (p->bound == value) {
        sum_objective(v, p->objective, 1, value);
        put_row(v);
    }
    next_line(v);
    return p->bound == value;
}

static void read_stages(struct proof *p)
{
    struct vf *v = p->v;
    bool seen[OBJECTIVES] = {false}, settled = true, some = false;
    for (; settled && vf_word(v, "stage"); some = true) {
        settled = read_stage(p);
        if (seen[p->objective])
            vf_fail(v, "an objective has two stages");
        seen[p->objective] = true;
    }
    if (!vf_word(v, "end") || !some)
        vf_fail(v, "line 'end' is missing");
    if (settled != (p->claim == OPTIMUM))
        vf_fail(v, "the stages do not fit the result");
    if (vf_line(v))
        vf_fail(v, "something follows the end");
}

static void prepare(struct vf *v)
{
    const struct graph *g = &v->g;
    size_t n = (size_t)(v->nvariables = g->ncontrols + g->nkinds + g->ngoals);
    v->may = vf_new(v, n, sizeof(*v->may));
    v->sum = vf_new(v, n, sizeof(*v->sum));
    v->is_touched = vf_new(v, n, sizeof(*v->is_touched));
    v->value = vf_new(v, n, sizeof(*v->value));
    v->open = v->value + g->ncontrols + g->nkinds;
    v->queue = vf_new(v, (size_t)g->nfacts, sizeof(*v->queue));
    v->missing = vf_new(v, (size_t)g->nsteps, sizeof(*v->missing));
    for (unsigned o = 0; o < OBJECTIVES; o++) {
        i128 sum = 0;
        for (int64_t j = 0; j < v->nvariables; j++)
            sum += objective(v, o, j);
        if (sum > (i128)MOST_COST)
            vf_fail(v, "the costs of the graph are too large");
    }
    for (int64_t j = 0; j < v->nvariables; j++)
        v->may[j] = j < g->ncontrols && g->refused.p[j] ? MAY_BE_0 : MAY_BE_ANY;
    vf_open(v, &v->row);
    for (size_t i = 0; i + 1 < g->constraint.first.n; i++)
        put_constraint(v, i);
    for (int64_t c = 0; c < g->ncontrols; c++) {
        vf_sum_add(v, g->ncontrols + g->kind.p[c], 1);
        vf_sum_add(v, c, -1);
        put_row(v);
    }
}

const char *vf_check(struct vf *v, struct text *certificate)
{
    static const char *const word[CLAIMS] = {"optimum", "bound", "none"};
    static const char *const proven[CLAIMS] = {"the set is the smallest",
                                               "the set and the bound hold", "no set exists"};
    struct proof p = {.v = v};
    prepare(v);
    v->at = certificate;
    certificate->exact = true;
    read_head(&p);
    if (!vf_word(v, "result"))
        vf_fail(v, "line 'result' is missing");
    while (p.claim < CLAIMS && !vf_word(v, word[p.claim]))
        p.claim++;
    if (p.claim == CLAIMS)
        vf_fail(v, "unknown result");
    next_line(v);
    if (p.claim != NO_SET)
        read_set(&p);
    read_stages(&p);
    return proven[p.claim];
}
