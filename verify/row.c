// SPDX-License-Identifier: Apache-2.0
/*
 * Linear rows over the variables, their sums, and rows derived by division and rounding.
 */
#include "verify.h"

static const char *const objective_word[OBJECTIVES] = {
    "none",     "risk-1", "risk-2",      "risk-3", "risk-4", "risk-5",
    "severity", "kinds",  "malfunction", "effort", "plain",  "places"};

unsigned vf_read_objective(struct vf *v)
{
    for (unsigned i = 0; i < OBJECTIVES; i++)
        if (vf_word(v, objective_word[i]))
            return i;
    vf_fail(v, "unknown objective");
}

int64_t vf_objective(const struct vf *v, unsigned objective, uint32_t variable)
{
    const struct graph *g = &v->g;
    uint32_t costs = g->ncontrols + g->nkinds;
    bool is_kind = variable >= g->ncontrols && variable < costs, is_goal = variable >= costs;
    if (objective >= 1 && objective <= 5)
        return is_goal && g->severity[variable - costs] == objective;
    switch (objective) {
    case 6:
        return is_goal ? g->severity[variable - costs] : 0;
    case 7:
        return is_kind;
    case 8:
        return is_goal ? 0 : g->cost[1][variable];
    case 9:
        return is_goal ? 0 : g->cost[2][variable];
    case 10:
        return is_goal ? 0 : g->cost[0][variable];
    case 11:
        return variable < g->ncontrols;
    default:
        return 0;
    }
}

void vf_put_coefficient(struct vf *v, uint32_t variable, int64_t value)
{
    size_t n = v->row_variables.items;
    if (value == 0)
        return;
    v->coefficient = vf_grow(v, v->coefficient, n, &v->coefficients_cap, sizeof(*v->coefficient));
    v->coefficient[n] = value;
    vf_rows_put(v, &v->row_variables, variable);
}

void vf_put_right(struct vf *v, int64_t right)
{
    size_t row = v->row_variables.n - 1;
    i128 size = right < 0 ? -(i128)right : right;
    for (size_t i = v->row_variables.first[row]; i < v->row_variables.items; i++)
        size += v->coefficient[i] < 0 ? -(i128)v->coefficient[i] : v->coefficient[i];
    if (size > (i128)1 << 54 || row >= INT32_MAX)
        vf_fail(v, "a row is too large");
    v->right = vf_grow(v, v->right, row, &v->rights_cap, sizeof(*v->right));
    v->right[row] = right;
    vf_rows_open(v, &v->row_variables); // the next one
}

void vf_put_objective_row(struct vf *v, unsigned objective, int64_t most)
{
    for (uint32_t i = 0; i < v->nvariables; i++)
        vf_put_coefficient(v, i, -vf_objective(v, objective, i));
    vf_put_right(v, -most);
}

static void put_needs(struct vf *v, uint32_t i)
{
    const struct graph *g = &v->g;
    vf_sum_clear(v);
    vf_sum_add(v, g->constraint_control[i], -1);
    for (size_t k = g->constraint_any.first[i]; k < g->constraint_any.first[i + 1]; k++)
        vf_sum_add(v, g->constraint_any.item[k], 1);
    for (uint32_t k = 0; k < v->ntouched; k++)
        vf_put_coefficient(v, v->touched[k], (int64_t)v->sum[v->touched[k]]);
    vf_put_right(v, 0);
}

void vf_base_rows(struct vf *v)
{
    const struct graph *g = &v->g;
    vf_rows_open(v, &v->row_variables);
    for (uint32_t i = 0; i < g->nconstraints; i++) {
        if (g->constraint_type[i] == 'n') {
            put_needs(v, i);
            continue;
        }
        for (size_t k = g->constraint_any.first[i]; k < g->constraint_any.first[i + 1]; k++) {
            vf_put_coefficient(v, g->constraint_control[i], -1);
            vf_put_coefficient(v, g->constraint_any.item[k], -1);
            vf_put_right(v, -1);
        }
    }
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        vf_put_coefficient(v, g->ncontrols + g->kind[c], 1);
        vf_put_coefficient(v, c, -1);
        vf_put_right(v, 0);
    }
}

void vf_sum_clear(struct vf *v)
{
    for (uint32_t i = 0; i < v->ntouched; i++) {
        v->sum[v->touched[i]] = 0;
        v->is_touched[v->touched[i]] = false;
    }
    v->ntouched = 0;
    v->sum_right = 0;
}

void vf_sum_add(struct vf *v, uint32_t variable, i128 value)
{
    if (!v->is_touched[variable]) {
        v->is_touched[variable] = true;
        v->touched[v->ntouched++] = variable;
    }
    v->sum[variable] += value;
}

void vf_sum_row(struct vf *v, uint32_t row, uint64_t multiplier)
{
    for (size_t i = v->row_variables.first[row]; i < v->row_variables.first[row + 1]; i++)
        vf_sum_add(v, v->row_variables.item[i], (i128)multiplier * v->coefficient[i]);
    v->sum_right += (i128)multiplier * v->right[row];
}

static i128 ceiling(i128 value, i128 divisor)
{
    return value > 0 ? (value + divisor - 1) / divisor : value / divisor;
}

static void must_fit(struct vf *v, i128 value)
{
    if (value > (i128)1 << 54 || value < -((i128)1 << 54))
        vf_fail(v, "a row is too large");
}

// d divisor n row multiplier ... m variable multiplier ...
void vf_read_derived(struct vf *v)
{
    const uint64_t most = ((uint64_t)1 << 40) - 1;
    uint32_t rows = (uint32_t)(v->row_variables.n - 1);
    i128 divisor = vf_number(v, most);
    if (divisor == 0)
        vf_fail(v, "a divisor is 1 or more");
    vf_sum_clear(v);
    for (uint64_t n = vf_number(v, 1 << 24); n > 0; n--) {
        if (rows == 0)
            vf_fail(v, "there is no row yet");
        uint32_t row = (uint32_t)vf_number(v, rows - 1);
        vf_sum_row(v, row, vf_number(v, most));
    }
    for (uint64_t n = vf_number(v, v->nvariables); n > 0; n--) {
        uint32_t variable = (uint32_t)vf_number(v, v->nvariables - 1);
        i128 multiplier = vf_number(v, most);
        vf_sum_add(v, variable, -multiplier);
        v->sum_right -= multiplier;
    }
    i128 negative = 0, rounded = 0; // N and M of the page
    for (uint32_t i = 0; i < v->ntouched; i++) {
        i128 a = v->sum[v->touched[i]];
        i128 part = a < 0 ? -ceiling(-a, divisor) : ceiling(a, divisor);
        negative -= a < 0 ? a : 0;
        rounded -= a < 0 ? part : 0;
        must_fit(v, part);
        vf_put_coefficient(v, v->touched[i], (int64_t)part);
    }
    i128 right = ceiling(v->sum_right + negative, divisor) - rounded;
    must_fit(v, right);
    vf_put_right(v, (int64_t)right);
}

bool vf_row_holds(const struct vf *v, uint32_t row)
{
    i128 sum = 0;
    for (size_t i = v->row_variables.first[row]; i < v->row_variables.first[row + 1]; i++)
        sum += v->value[v->row_variables.item[i]] ? v->coefficient[i] : 0;
    return sum >= v->right[row];
}
