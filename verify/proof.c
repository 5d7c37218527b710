// SPDX-License-Identifier: Apache-2.0
/*
 * Rows; and the certificate, from its first line to its last.
 */
#include "verify.h"

#include <string.h>

// Terms: of all rows together.  So many variables have costs of less than 2^53 in all.
enum { MOST_TERMS = 1 << 26, MOST_VARIABLES = 1 << 23 };
static const int64_t MOST_VALUE = (INT64_C(1) << 53) - 1, MOST_SIZE = INT64_C(1) << 54,
                     MOST_MULTIPLIER = (INT64_C(1) << 40) - 1;

void vf_term(struct vf *v, int32_t variable, i128 coefficient)
{
    v->size += coefficient < 0 ? -coefficient : coefficient;
    VF_NEED(v, v->size <= MOST_SIZE && v->nterms < MOST_TERMS, "a row is too large");
    v->term = vf_more(v, v->term, v->nterms, sizeof(*v->term));
    v->term[v->nterms++] = (struct term){(int64_t)coefficient, variable};
}

void vf_row(struct vf *v, i128 right)
{
    int32_t first = v->nrows > 0 ? v->row[v->nrows - 1].end : 0;
    VF_NEED(v, v->size + (right < 0 ? -right : right) <= MOST_SIZE, "a row is too large");
    v->row = vf_more(v, v->row, v->nrows, sizeof(*v->row));
    v->row[v->nrows++] = (struct row){(int64_t)right, first, v->nterms};
    v->size = 0;
}

// Minus the objective, at least minus most.
static void sum_objective(struct vf *v, int32_t objective, i128 multiplier, int64_t most)
{
    for (int32_t j = 0; j < v->nvariables; j++)
        v->sum[j] -= multiplier * v->variable[j].coefficient[objective];
    v->right -= multiplier * most;
}

// n row multiplier ...
static void sum_rows(struct vf *v)
{
    for (int32_t n = vf_index(v, MOST_ITEMS + 1); n > 0; n--) {
        const struct row *row = &v->row[vf_index(v, v->nrows)];
        i128 multiplier = vf_number(v, MOST_MULTIPLIER);
        for (int32_t i = row->first; i < row->end; i++)
            v->sum[v->term[i].variable] += multiplier * v->term[i].coefficient;
        v->right += multiplier * row->right;
    }
}

static void clear_sum(struct vf *v)
{
    memset(v->sum, 0, (size_t)v->nvariables * sizeof(*v->sum));
    v->right = v->slack = 0;
}

// Away from 0.
static i128 divide(i128 a, i128 divisor)
{
    return (a < 0 ? a - divisor + 1 : a + divisor - 1) / divisor;
}

// To a negative coefficient -v >= -1 is added until it is a multiple.
static void put_sum(struct vf *v, i128 divisor)
{
    for (int32_t j = 0; j < v->nvariables; j++) {
        i128 a = v->sum[j] != 0 ? divide(v->sum[j], divisor) : 0;
        v->right += v->sum[j] < 0 ? a * divisor - v->sum[j] : 0;
        if (a != 0)
            vf_term(v, j, a);
    }
    vf_row(v, v->right > 0 ? divide(v->right, divisor) : v->right / divisor);
    clear_sum(v);
}

// Which of the n words comes next?
static int32_t read_choice(struct vf *v, const char *const *word, int32_t n)
{
    int32_t i = 0;
    vf_word(v);
    while (i < n && !vf_is(v, word[i]))
        i++;
    VF_NEED(v, i < n, "unknown word");
    return i;
}

static int32_t read_objective(struct vf *v)
{
    static const char *const word[OBJECTIVES] = {"none",   "risk-1", "risk-2",      "risk-3",
                                                 "risk-4", "risk-5", "severity",    "kinds",
                                                 "places", "plain",  "malfunction", "effort"};
    return read_choice(v, word, OBJECTIVES);
}

// force, forbid, set: n control ...    open: n goal ...
static void read_list(struct vf *v)
{
    bool open = vf_is(v, "open");
    int32_t flag = vf_is(v, "force") ? BARS_0 : vf_is(v, "forbid") ? BARS_1 : IN_SET;
    for (int32_t n = vf_index(v, MOST_ITEMS + 1); n > 0; n--, v->count[open ? OPEN : flag]++) {
        int32_t i = vf_index(v, v->n[open ? GOAL : CONTROL]);
        int32_t *flags = &v->flags[open ? v->first_goal + i : i];
        *flags |= flag;
        v->is_void = v->is_void || *flags == (BARS_0 | BARS_1);
    }
}

static void read_limit(struct vf *v)
{
    int32_t objective = read_objective(v);
    sum_objective(v, objective, 1, vf_number(v, MOST_VALUE));
    put_sum(v, 1);
    v->count[LIMITS]++;
}

static void read_exclude(struct vf *v)
{
    int32_t n = vf_index(v, MOST_ITEMS + 1);
    for (int32_t i = 0; i < n; i++)
        vf_term(v, vf_index(v, v->n[CONTROL]), -1);
    vf_row(v, 1 - n);
    v->count[LIMITS]++;
}

static void need_line(struct vf *v, const char *word)
{
    vf_line(v);
    VF_NEED(v, vf_is(v, word), "line '%s' is missing", word);
}

// The claimed set must be a solution.
static void read_set(struct vf *v)
{
    need_line(v, "set");
    read_list(v);
    need_line(v, "open");
    read_list(v);
    for (int32_t c = 0; c < v->n[CONTROL]; c++) {
        bool chosen = v->flags[c] & IN_SET;
        VF_NEED(v, !(v->flags[c] & (chosen ? BARS_1 : BARS_0)),
                "the set gives control %d a value that it may not have", c);
        v->flags[v->n[CONTROL] + v->variable[c].kind] |= chosen ? IN_SET : 0;
    }
    for (int32_t r = 0; r < v->nrows; r++) {
        i128 left = 0;
        for (int32_t i = v->row[r].first; i < v->row[r].end; i++)
            left += v->flags[v->term[i].variable] & IN_SET ? v->term[i].coefficient : 0;
        VF_NEED(v, left >= v->row[r].right, "the set breaks row %d", r);
    }
    vf_check_set(v);
}

// d divisor n row multiplier ... m variable multiplier ...
static void read_derived(struct vf *v)
{
    i128 divisor = vf_number(v, MOST_MULTIPLIER);
    VF_NEED(v, divisor > 0, "a divisor is 1 or more");
    clear_sum(v);
    sum_rows(v);
    for (int32_t m = vf_index(v, MOST_ITEMS + 1); m > 0; m--) {
        int32_t j = vf_index(v, v->nvariables);
        i128 multiplier = vf_number(v, MOST_MULTIPLIER);
        v->sum[j] -= multiplier;
        v->right -= multiplier;
    }
    put_sum(v, divisor);
}

// The most that the variable can add to the claim in hand.
static i128 most(const struct vf *v, int32_t j)
{
    int32_t flags = v->flags[j];
    return !(flags & BARS_1) && (flags & BARS_0 || v->sum[j] > 0) ? v->sum[j] : 0;
}

// y m n row multiplier ...
static void read_claim(struct vf *v)
{
    clear_sum(v);
    sum_objective(v, v->objective, vf_number(v, MOST_MULTIPLIER), v->less);
    sum_rows(v);
    v->slack = v->right;
    for (int32_t j = 0; j < v->nvariables; j++)
        v->slack -= most(v, j);
}

// Of 0 and 1, the variable may no longer have what is barred, and no other value is.
static void bar(struct vf *v, int32_t j, int32_t flags)
{
    v->slack += most(v, j);
    v->flags[j] = (v->flags[j] & IN_SET) | flags;
    v->slack -= most(v, j);
}

// This side is done, and each branch whose second side that was.
static void read_end(struct vf *v)
{
    VF_NEED(v, v->slack > 0 || v->is_void, "the claim does not close");
    while (v->nbranches > 0 && v->branch[v->nbranches - 1] < 0)
        bar(v, -1 - v->branch[--v->nbranches], 0);
    v->tree_done = v->nbranches == 0;
    if (!v->tree_done) {
        int32_t *branch = &v->branch[v->nbranches - 1];
        bar(v, *branch, v->flags[*branch] & BARS_0 ? BARS_1 : BARS_0);
        *branch = -1 - *branch;
    }
}

// b variable value: of its first side.  f variable value: of its second; the first is done at once.
static void read_branch(struct vf *v)
{
    bool fixing = vf_is(v, "f");
    int32_t j = vf_index(v, v->nvariables), value = vf_index(v, 2);
    VF_NEED(v, !(v->flags[j] & ~IN_SET), "variable %d is fixed already", j);
    v->branch = vf_more(v, v->branch, v->nbranches, sizeof(*v->branch));
    v->branch[v->nbranches++] = j;
    bar(v, j, value == fixing ? BARS_1 : BARS_0);
    if (fixing)
        read_end(v);
}

// objective value bound divisor, and its proof.  Gives whether the objective is settled.
static bool read_stage(struct vf *v, bool no_set)
{
    v->objective = read_objective(v);
    int64_t value = vf_number(v, MOST_VALUE), bound = vf_number(v, MOST_VALUE), is = 0;
    int64_t divisor = vf_number(v, MOST_VALUE);
    VF_NEED(v, divisor > 0, "a divisor is 1 or more");
    for (int32_t j = 0; j < v->nvariables; j++) {
        int64_t a = v->variable[j].coefficient[v->objective];
        VF_NEED(v, a % divisor == 0, "%lld is no divisor", (long long)divisor);
        is += v->flags[j] & IN_SET ? a : 0;
    }
    bool fits = no_set ? v->objective == NO_OBJECTIVE && bound == 1 : bound <= value;
    VF_NEED(v, is == value && fits, "the stage does not fit the set: it has %lld", (long long)is);
    v->less = (bound - 1) / divisor * divisor;
    v->tree_done = bound == 0;
    for (vf_line(v); !v->tree_done; vf_line(v))
        VF_NEED(v,
                vf_try(v, "c", vf_read_core) || vf_try(v, "d", read_derived) ||
                    vf_try(v, "y", read_claim) || vf_try(v, "f", read_branch) ||
                    vf_try(v, "b", read_branch) || vf_try(v, "e", read_end),
                "a line of the proof was expected");
    clear_sum(v);
    if (bound == value) {
        sum_objective(v, v->objective, 1, value);
        put_sum(v, 1);
    }
    return bound == value;
}

// One list of all variables; and the rows of the kinds.
static void prepare(struct vf *v)
{
    v->first_goal = v->n[CONTROL] + v->n[KIND];
    int32_t n = v->first_goal + v->n[GOAL];
    VF_NEED(v, n <= MOST_VARIABLES, "too many controls and goals");
    v->variable = vf_memory(v, NULL, n, sizeof(*v->variable));
    v->flags = vf_memory(v, NULL, n, sizeof(*v->flags));
    v->sum = vf_memory(v, NULL, n, sizeof(*v->sum));
    v->missing = vf_memory(v, NULL, v->nsteps, sizeof(*v->missing));
    v->queue = vf_memory(v, NULL, v->nfacts, sizeof(*v->queue));
    for (int sort = 0; sort < SORTS; sort++)
        for (int32_t i = 0; i < v->n[sort]; i++)
            v->variable[v->nvariables++] = v->list[sort][i];
    for (int32_t c = 0; c < v->n[CONTROL]; c++) {
        vf_term(v, v->n[CONTROL] + v->variable[c].kind, 1);
        vf_term(v, c, -1);
        vf_row(v, 0);
        v->flags[c] = v->variable[c].refused ? BARS_1 : 0;
    }
}

static void read_question(struct vf *v)
{
    const int32_t count[] = {v->nfacts, v->nsteps, v->n[KIND], v->n[CONTROL], v->n[GOAL]};
    need_line(v, "graph");
    for (int32_t i = 0; i < 5; i++)
        VF_NEED(v, vf_number(v, UINT32_MAX) == count[i], "the certificate is of another graph");
    do
        vf_line(v);
    while (vf_try(v, "force", read_list) || vf_try(v, "forbid", read_list) ||
           vf_try(v, "limit", read_limit) || vf_try(v, "exclude", read_exclude));
    VF_NEED(v, vf_is(v, "result"), "line 'result' is missing");
}

void vf_read_certificate(struct vf *v)
{
    static const char *const word[] = {"optimum", "bound", "none"};
    static const char *const proven[] = {"the set is the smallest", "the set and the bound hold",
                                         "no set exists"};
    bool settled;
    vf_head(v, "rempart-certificate");
    prepare(v);
    read_question(v);
    int32_t claim = read_choice(v, word, 3);
    if (claim < 2)
        read_set(v);
    need_line(v, "stage");
    do
        settled = read_stage(v, claim == 2);
    while (settled && vf_is(v, "stage"));
    VF_NEED(v, vf_is(v, "end"), "line 'end' is missing");
    VF_NEED(v, settled == (claim == 0), "the stages do not fit the result");
    VF_NEED(v, !vf_line(v), "something follows the end");
    // What it proves, and of which question: who made the certificate chose that too.
    snprintf(v->message, sizeof(v->message), "VERIFIED: %s; open %d, force %d, forbid %d, limit %d",
             proven[claim], v->count[OPEN], v->count[BARS_0], v->count[BARS_1], v->count[LIMITS]);
}
