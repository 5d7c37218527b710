// SPDX-License-Identifier: Apache-2.0
/*
 * The wrapper of CLP: its types and its memory do not leave this file.
 *
 * Rows wait in a buffer until the next solve and are then added in one call.
 */
#include "select/lp.h"

#include "base/arena.h"

#include <coin/Clp_C_Interface.h>

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct rp_lp {
    Clp_Simplex *clp;
    uint32_t nrows; // waiting ones included
    uint64_t iterations;
    unsigned char *basis; // kept
    size_t basis_size, basis_cap;
    // rows that wait
    int nwaiting, cap_start;
    int *start;
    double *lower;
    int nitems, cap_items;
    int *index;
    double *element;
};

static void *grow(void *items, size_t n, size_t size)
{
    void *p = realloc(items, n * size);
    if (!p)
        rp_out_of_memory();
    return p;
}

struct rp_lp *rp_lp_new(uint32_t ncolumns)
{
    assert(ncolumns < INT32_MAX);
    struct rp_lp *lp = calloc(1, sizeof(*lp));
    if (!lp)
        rp_out_of_memory();
    lp->clp = Clp_newModel();
    Clp_setLogLevel(lp->clp, 0);
    Clp_scaling(lp->clp, 0); // rows come scaled
    Clp_resize(lp->clp, 0, (int)ncolumns);
    Clp_setPerturbation(lp->clp, 100); // none: the path must not depend on random numbers
    return lp;
}

void rp_lp_free(struct rp_lp *lp)
{
    if (!lp)
        return;
    Clp_deleteModel(lp->clp);
    free(lp->basis);
    free(lp->start);
    free(lp->lower);
    free(lp->index);
    free(lp->element);
    free(lp);
}

void rp_lp_set_cost(struct rp_lp *lp, uint32_t column, double cost)
{
    Clp_objective(lp->clp)[column] = cost;
}

void rp_lp_set_bounds(struct rp_lp *lp, uint32_t column, double low, double high)
{
    Clp_columnLower(lp->clp)[column] = low;
    Clp_columnUpper(lp->clp)[column] = high;
}

void rp_lp_add_row(struct rp_lp *lp, uint32_t n, const uint32_t *column, const int64_t *coef,
                   double rhs, double factor)
{
    if (lp->nwaiting + 2 > lp->cap_start) {
        lp->cap_start = lp->cap_start * 2 + 64;
        lp->start = grow(lp->start, (size_t)lp->cap_start, sizeof(*lp->start));
        lp->lower = grow(lp->lower, (size_t)lp->cap_start, sizeof(*lp->lower));
        lp->start[0] = 0;
    }
    if (lp->nitems + (int)n > lp->cap_items) {
        lp->cap_items = (lp->nitems + (int)n) * 2;
        lp->index = grow(lp->index, (size_t)lp->cap_items, sizeof(*lp->index));
        lp->element = grow(lp->element, (size_t)lp->cap_items, sizeof(*lp->element));
    }
    for (uint32_t i = 0; i < n; i++) {
        lp->index[lp->nitems] = (int)column[i];
        lp->element[lp->nitems++] = (double)coef[i] * factor;
    }
    lp->lower[lp->nwaiting++] = rhs * factor;
    lp->start[lp->nwaiting] = lp->nitems;
    lp->nrows++;
}

static void flush(struct rp_lp *lp)
{
    if (lp->nwaiting == 0)
        return;
    double *upper = grow(NULL, (size_t)lp->nwaiting, sizeof(*upper));
    for (int i = 0; i < lp->nwaiting; i++)
        upper[i] = DBL_MAX;
    Clp_addRows(lp->clp, lp->nwaiting, lp->lower, upper, lp->start, lp->index, lp->element);
    free(upper);
    lp->nwaiting = 0;
    lp->nitems = 0;
}

void rp_lp_remove_rows(struct rp_lp *lp, uint32_t n, const int *row)
{
    flush(lp);
    Clp_deleteRows(lp->clp, (int)n, row);
    lp->nrows -= n;
    lp->basis_size = 0;
}

uint32_t rp_lp_nrows(const struct rp_lp *lp)
{
    return lp->nrows;
}

// Without rows every column stands at its cheaper bound; the library does not like such a case.
static enum rp_lp_result solve_without_rows(struct rp_lp *lp, double *ret_value)
{
    double *x = Clp_primalColumnSolution(lp->clp);
    double value = 0;
    for (int j = 0; j < Clp_numberColumns(lp->clp); j++) {
        double cost = Clp_objective(lp->clp)[j];
        x[j] = cost >= 0 ? Clp_columnLower(lp->clp)[j] : Clp_columnUpper(lp->clp)[j];
        value += cost * x[j];
    }
    *ret_value = value;
    return RP_LP_OPTIMAL;
}

enum rp_lp_result rp_lp_solve(struct rp_lp *lp, double limit, int iterations, double *ret_value)
{
    flush(lp);
    if (lp->nrows == 0)
        return solve_without_rows(lp, ret_value);
    Clp_setDualObjectiveLimit(lp->clp, isinf(limit) ? DBL_MAX : limit);
    Clp_setNumberIterations(lp->clp, 0);
    Clp_setMaximumIterations(lp->clp, iterations > 0 ? iterations : INT32_MAX);
    Clp_dual(lp->clp, 0);
    lp->iterations += (uint64_t)Clp_numberIterations(lp->clp);
    *ret_value = Clp_objectiveValue(lp->clp);
    switch (Clp_status(lp->clp)) {
    case 0:
        return RP_LP_OPTIMAL;
    case 1:
        return Clp_isDualObjectiveLimitReached(lp->clp) && !isinf(limit) && *ret_value > limit
                   ? RP_LP_CUT_OFF
                   : RP_LP_INFEASIBLE;
    case 3:
        return RP_LP_STOPPED;
    default:
        return RP_LP_FAILED;
    }
}

const double *rp_lp_x(struct rp_lp *lp)
{
    return Clp_primalColumnSolution(lp->clp);
}

const double *rp_lp_duals(struct rp_lp *lp)
{
    return Clp_dualRowSolution(lp->clp);
}

bool rp_lp_ray(struct rp_lp *lp, double *ret_ray)
{
    double *ray = Clp_infeasibilityRay(lp->clp);
    if (!ray)
        return false;
    // The library's ray has the other sign: rows of type >= enter with what is negative in it.
    for (uint32_t i = 0; i < lp->nrows; i++)
        ret_ray[i] = -ray[i];
    Clp_freeRay(lp->clp, ray);
    return true;
}

uint64_t rp_lp_iterations(const struct rp_lp *lp)
{
    return lp->iterations;
}

void rp_lp_keep_basis(struct rp_lp *lp)
{
    flush(lp);
    if (!Clp_statusExists(lp->clp)) {
        lp->basis_size = 0;
        return;
    }
    lp->basis_size = (size_t)Clp_numberColumns(lp->clp) + lp->nrows;
    if (lp->basis_size > lp->basis_cap) {
        lp->basis_cap = lp->basis_size * 2;
        lp->basis = grow(lp->basis, lp->basis_cap, 1);
    }
    memcpy(lp->basis, Clp_statusArray(lp->clp), lp->basis_size);
}

void rp_lp_restore_basis(struct rp_lp *lp)
{
    if (lp->basis_size == (size_t)Clp_numberColumns(lp->clp) + lp->nrows)
        Clp_copyinStatus(lp->clp, lp->basis);
}

const unsigned char rp_lp_basic = 1; // ClpSimplex::basic

bool rp_lp_status(struct rp_lp *lp, unsigned char *ret_status)
{
    flush(lp);
    if (!Clp_statusExists(lp->clp))
        return false;
    memcpy(ret_status, Clp_statusArray(lp->clp), (size_t)Clp_numberColumns(lp->clp) + lp->nrows);
    return true;
}

void rp_lp_set_status(struct rp_lp *lp, const unsigned char *status)
{
    flush(lp);
    Clp_copyinStatus(lp->clp, status);
}
