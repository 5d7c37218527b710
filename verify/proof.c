// SPDX-License-Identifier: Apache-2.0
/*
 * The certificate, from its first line to its last.
 */
#include "verify.h"

enum claim { OPTIMUM, BOUND, NONE };

struct proof {
    struct vf *v;
    enum claim claim;
    bool is_void;       // some variable has no value left: every claim closes
    uint32_t objective; // of the stage
    int64_t bound;
    // the claim in hand: it closes when slack > 0
    bool has_claim;
    i128 slack;
    // the walk
    uint32_t *fixed, nfixed;     // variables fixed on the way, for going back
    uint32_t *branch, nbranches; // three each: variable, fixed before, second side
    size_t branches_cap;
};

static void next_line(struct vf *v)
{
    if (!vf_line(v, v->at, true))
        vf_fail(v, "the certificate ends too early");
}

// n c ..., strictly ascending, below `below`; set[c] is set.
static uint32_t read_list(struct vf *v, uint32_t below, bool *set)
{
    uint32_t n = (uint32_t)vf_number(v, below), least = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t c = (uint32_t)vf_number(v, below - 1);
        if (c < least)
            vf_fail(v, "a list is not ascending");
        set[c] = true;
        least = c + 1;
    }
    return n;
}

static void take_value(struct vf *v, const char *word, uint8_t value)
{
    if (!vf_word(v, word))
        return;
    bool *set = vf_new(v, v->g.ncontrols, sizeof(*set));
    read_list(v, v->g.ncontrols, set);
    for (uint32_t c = 0; c < v->g.ncontrols; c++)
        if (set[c])
            v->may[c] &= (uint8_t)~value;
    next_line(v);
}

static void read_head(struct proof *p)
{
    struct vf *v = p->v;
    const struct graph *g = &v->g;
    if (!vf_line(v, v->at, true) || !vf_word(v, "rempart-certificate") || vf_number(v, 1) != 1)
        vf_fail(v, "not a certificate: it must begin with 'rempart-certificate 1'");
    next_line(v);
    const uint32_t counts[] = {g->nfacts, g->nsteps, g->nkinds, g->ncontrols, g->ngoals};
    if (!vf_word(v, "graph"))
        vf_fail(v, "line 'graph' is missing");
    for (unsigned i = 0; i < 5; i++)
        if (vf_number(v, UINT32_MAX) != counts[i])
            vf_fail(v, "the certificate is of another graph");
    next_line(v);
    for (uint32_t c = 0; c < v->nvariables; c++)
        v->may[c] = c < g->ncontrols && g->refused[c] ? MAY_BE_0 : MAY_BE_ANY;
    take_value(v, "force", MAY_BE_0);
    take_value(v, "forbid", MAY_BE_1);
    for (uint32_t c = 0; c < g->ncontrols; c++)
        p->is_void = p->is_void || !v->may[c];
    while (vf_word(v, "limit")) {
        unsigned objective = vf_read_objective(v);
        vf_put_objective_row(v, objective, (int64_t)vf_number(v, (uint64_t)1 << 53));
        next_line(v);
    }
    while (vf_word(v, "exclude")) {
        bool *set = vf_new(v, g->ncontrols, sizeof(*set));
        uint32_t n = read_list(v, g->ncontrols, set);
        for (uint32_t c = 0; c < g->ncontrols; c++)
            vf_put_coefficient(v, c, -(int64_t)set[c]);
        vf_put_right(v, 1 - (int64_t)n);
        next_line(v);
    }
    v->nfixed_rows = (uint32_t)(v->row_variables.n - 1);
}

// The claimed set must be a solution.
static void read_set(struct proof *p)
{
    struct vf *v = p->v;
    const struct graph *g = &v->g;
    if (!vf_word(v, "set"))
        vf_fail(v, "line 'set' is missing");
    read_list(v, g->ncontrols, v->chosen);
    next_line(v);
    if (!vf_word(v, "open"))
        vf_fail(v, "line 'open' is missing");
    read_list(v, g->ngoals, v->open);
    next_line(v);
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        if (!(v->may[c] & (v->chosen[c] ? MAY_BE_1 : MAY_BE_0)))
            vf_fail(v, "the set gives control %u a value that it may not have", c);
        if (v->chosen[c])
            v->value[g->ncontrols + g->kind[c]] = true;
    }
    for (uint32_t row = 0; row < v->nfixed_rows; row++)
        if (!vf_row_holds(v, row))
            vf_fail(v, "the set breaks row %u", row);
    vf_check_set(v);
}

// y m n row multiplier ...
static void read_claim(struct proof *p)
{
    struct vf *v = p->v;
    const uint64_t most = ((uint64_t)1 << 40) - 1;
    uint32_t rows = (uint32_t)(v->row_variables.n - 1), least = 0;
    vf_sum_clear(v);
    i128 of_objective = vf_number(v, most);
    if (of_objective)
        for (uint32_t j = 0; j < v->nvariables; j++) {
            int64_t a = vf_objective(v, p->objective, j);
            if (a)
                vf_sum_add(v, j, -of_objective * a);
        }
    v->sum_right -= of_objective * (p->bound - 1);
    for (uint64_t n = vf_number(v, 1 << 24); n > 0; n--) {
        if (least >= rows)
            vf_fail(v, "a row that is not there");
        uint32_t row = (uint32_t)vf_number(v, rows - 1);
        uint64_t multiplier = vf_number(v, most);
        if (row < least || multiplier == 0)
            vf_fail(v, "rows must ascend, with multipliers of 1 or more");
        least = row + 1;
        vf_sum_row(v, row, multiplier);
    }
    p->slack = v->sum_right;
    for (uint32_t i = 0; i < v->ntouched; i++) {
        uint32_t j = v->touched[i];
        i128 a = v->sum[j];
        p->slack -= v->may[j] == MAY_BE_0 ? 0 : v->may[j] == MAY_BE_1 || a > 0 ? a : 0;
    }
    p->has_claim = true;
}

static uint32_t free_variable(struct proof *p)
{
    uint32_t j = (uint32_t)vf_number(p->v, p->v->nvariables - 1);
    if (p->v->may[j] != MAY_BE_ANY)
        vf_fail(p->v, "variable %u is fixed already", j);
    return j;
}

static void fix(struct proof *p, uint32_t j, bool value)
{
    p->v->may[j] = value ? MAY_BE_1 : MAY_BE_0;
    p->fixed[p->nfixed++] = j;
}

// f variable v: the claim closes for 1 - v.
static void read_fixing(struct proof *p)
{
    struct vf *v = p->v;
    uint32_t j = free_variable(p);
    bool value = vf_number(v, 1);
    i128 a = v->is_touched[j] ? v->sum[j] : 0;
    i128 both = a > 0 ? a : 0;
    bool closes = p->slack + both - (value ? 0 : a) > 0;
    if (!p->has_claim || !(closes || p->is_void))
        vf_fail(v, "the claim does not fix variable %u", j);
    p->slack += both - (value ? a : 0);
    fix(p, j, value);
}

static void read_branch(struct proof *p)
{
    uint32_t j = free_variable(p);
    bool value = vf_number(p->v, 1);
    uint32_t *b = vf_grow(p->v, p->branch, 3 * (size_t)p->nbranches + 2, &p->branches_cap,
                          sizeof(*p->branch));
    p->branch = b;
    b[3 * p->nbranches] = 2 * j + value;
    b[3 * p->nbranches + 1] = p->nfixed;
    b[3 * p->nbranches + 2] = 0;
    p->nbranches++;
    fix(p, j, value);
    p->has_claim = false;
}

// e: this side is done.  True when the tree is complete.
static bool read_end(struct proof *p)
{
    struct vf *v = p->v;
    if (!p->has_claim || !(p->slack > 0 || p->is_void))
        vf_fail(v, "the claim does not close");
    p->has_claim = false;
    while (p->nbranches) {
        uint32_t *b = &p->branch[3 * (p->nbranches - 1)];
        while (p->nfixed > b[1])
            v->may[p->fixed[--p->nfixed]] = MAY_BE_ANY;
        if (b[2]++ == 0) {
            fix(p, b[0] / 2, !(b[0] % 2));
            return false;
        }
        p->nbranches--;
    }
    while (p->nfixed)
        v->may[p->fixed[--p->nfixed]] = MAY_BE_ANY;
    return true;
}

// Cores and derived rows, then one tree.
static void read_stage_proof(struct proof *p)
{
    struct vf *v = p->v;
    next_line(v);
    for (;; next_line(v)) {
        if (vf_word(v, "c"))
            vf_read_core(v);
        else if (vf_word(v, "d"))
            vf_read_derived(v);
        else
            break;
    }
    for (;; next_line(v)) {
        if (vf_word(v, "y"))
            read_claim(p);
        else if (vf_word(v, "f"))
            read_fixing(p);
        else if (vf_word(v, "b"))
            read_branch(p);
        else if (!vf_word(v, "e"))
            vf_fail(v, "a line of the tree was expected");
        else if (read_end(p))
            return;
    }
}

static void read_stage(struct proof *p, bool *seen, bool *ret_last)
{
    struct vf *v = p->v;
    const uint64_t most = ((uint64_t)1 << 53) - 1;
    p->objective = vf_read_objective(v);
    int64_t value = (int64_t)vf_number(v, most), is = 0;
    p->bound = (int64_t)vf_number(v, most);
    if (seen[p->objective])
        vf_fail(v, "an objective has two stages");
    seen[p->objective] = true;
    for (uint32_t j = 0; j < v->nvariables; j++)
        is += v->value[j] ? vf_objective(v, p->objective, j) : 0;
    bool none = p->claim == NONE;
    if (none && (p->objective != 0 || value != 0 || p->bound != 1))
        vf_fail(v, "the stage of 'result none' must be 'stage none 0 1'");
    if (!none && (is != value || p->bound > value || (p->claim == OPTIMUM && p->bound != value)))
        vf_fail(v, "the stage does not fit the set: it has %lld", (long long)is);
    if (p->bound)
        read_stage_proof(p);
    *ret_last = p->bound != value;
    if (p->bound == value)
        vf_put_objective_row(v, p->objective, value);
}

static void read_stages(struct proof *p)
{
    struct vf *v = p->v;
    bool seen[OBJECTIVES] = {false}, last = false, some = false;
    for (; vf_word(v, "stage"); next_line(v)) {
        if (last)
            vf_fail(v, "a stage follows one that is not settled");
        read_stage(p, seen, &last);
        some = true;
    }
    if (!vf_word(v, "end") || !some)
        vf_fail(v, "line 'end' is missing");
    if (last != (p->claim != OPTIMUM))
        vf_fail(v, "the stages do not fit the result");
    if (vf_line(v, v->at, true))
        vf_fail(v, "something follows the end");
}

static void prepare(struct proof *p)
{
    struct vf *v = p->v;
    const struct graph *g = &v->g;
    uint64_t n = (uint64_t)g->ncontrols + g->nkinds + g->ngoals;
    if (n > INT32_MAX)
        vf_fail(v, "too many variables");
    v->nvariables = (uint32_t)n;
    v->may = vf_new(v, n, sizeof(*v->may));
    v->sum = vf_new(v, n, sizeof(*v->sum));
    v->touched = vf_new(v, n, sizeof(*v->touched));
    v->is_touched = vf_new(v, n, sizeof(*v->is_touched));
    v->value = vf_new(v, n, sizeof(*v->value));
    v->chosen = v->value;
    v->open = v->value + g->ncontrols + g->nkinds;
    p->fixed = vf_new(v, n, sizeof(*p->fixed));
    uint32_t most = g->nfacts > g->nsteps ? g->nfacts : g->nsteps;
    v->scratch = vf_new(v, most, sizeof(*v->scratch));
    v->waiting = vf_new(v, g->nfacts, sizeof(*v->waiting));
    v->mark = vf_new(v, g->nfacts, sizeof(*v->mark));
    for (unsigned o = 0; o < OBJECTIVES; o++) {
        i128 sum = 0;
        for (uint32_t j = 0; j < v->nvariables; j++)
            sum += vf_objective(v, o, j);
        if (sum >= (i128)1 << 53)
            vf_fail(v, "the costs of the graph are too large");
    }
    vf_base_rows(v);
}

const char *vf_check(struct vf *v, struct text *graph, struct text *certificate)
{
    static const char *const word[] = {"optimum", "bound", "none"};
    static const char *const proven[] = {"the set is the smallest", "the set and the bound hold",
                                         "no set exists"};
    struct proof proof = {.v = v}, *p = &proof;
    vf_read_graph(v, graph);
    prepare(p);
    v->at = certificate;
    read_head(p);
    if (!vf_word(v, "result"))
        vf_fail(v, "line 'result' is missing");
    while (p->claim <= NONE && !vf_word(v, word[p->claim]))
        p->claim++;
    if (p->claim > NONE)
        vf_fail(v, "unknown result");
    next_line(v);
    if (p->claim != NONE)
        read_set(p);
    read_stages(p);
    return proven[p->claim];
}
