// SPDX-License-Identifier: Apache-2.0
/*
 * Linear programs: minimise over columns between bounds under rows that read >=.
 *
 * All of CLP stays behind this page.  Nothing that a proof needs is believed: duals and rays are
 * rounded to integers and checked exactly by whoever uses them (claim.c).
 */
#ifndef REMPART_SELECT_LP_H
#define REMPART_SELECT_LP_H

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct rp_lp; // owns memory of the library: rp_lp_free

enum rp_lp_result {
    RP_LP_OPTIMAL,
    RP_LP_CUT_OFF,    // the bound passed the limit; duals are those of that moment
    RP_LP_INFEASIBLE, // no solution; a ray, if the library has one
    RP_LP_STOPPED,    // iterations used up; duals may still give a bound
    RP_LP_FAILED,
};

struct rp_lp *rp_lp_new(uint32_t ncolumns);
void rp_lp_free(struct rp_lp *lp);

void rp_lp_set_cost(struct rp_lp *lp, uint32_t column, double cost);
void rp_lp_set_bounds(struct rp_lp *lp, uint32_t column, double low, double high);

// Adds a row at the end, times a factor; rows are numbered from 0.
void rp_lp_add_row(struct rp_lp *lp, uint32_t n, const uint32_t *column, const int64_t *coef,
                   double rhs, double factor);

// Removes rows; those behind move up.  rows ascending.
void rp_lp_remove_rows(struct rp_lp *lp, uint32_t n, const int *row);

uint32_t rp_lp_nrows(const struct rp_lp *lp);

// Dual simplex from the last basis.  limit: stop when the bound passes it (infinite: never);
// iterations: at most so many, 0 for no limit.
enum rp_lp_result rp_lp_solve(struct rp_lp *lp, double limit, int iterations, double *ret_value);

// Of the last solve: x by column, dual by row; borrowed until the next change.
const double *rp_lp_x(struct rp_lp *lp);
const double *rp_lp_duals(struct rp_lp *lp);

// After RP_LP_INFEASIBLE: by row, up to a positive factor, multipliers that contradict the bounds.
// false when the library has none.  The caller's array has one entry per row.
bool rp_lp_ray(struct rp_lp *lp, double *ret_ray);

uint64_t rp_lp_iterations(const struct rp_lp *lp); // of all solves

// Basis: status of columns and rows, to come back to after trials.
void rp_lp_keep_basis(struct rp_lp *lp);
void rp_lp_restore_basis(struct rp_lp *lp);

// The same in the caller's memory: one status per column, then one per row.  false: none yet.
bool rp_lp_status(struct rp_lp *lp, unsigned char *ret_status);
void rp_lp_set_status(struct rp_lp *lp, const unsigned char *status);
extern const unsigned char rp_lp_basic; // status of a row that is not tight

#endif
