// SPDX-License-Identifier: Apache-2.0
/*
 * Checks the proof that a set of controls is the smallest: rempart-certificate(5).
 *
 * Written from that page and rempart-graph(5) alone; shares no code with the program whose answers it
 * checks.  Integers only.  A check that fails leaves through one long jump, so that each is one line.
 */
#ifndef REMPART_VERIFY_H
#define REMPART_VERIFY_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef __int128 i128; // sums fit by the limits of rempart-certificate(5)

enum { LEVELS = 4, MAY_BE_0 = 1, MAY_BE_1 = 2, MAY_BE_ANY = 3 };

struct rows { // lists in compressed rows
    size_t *first;
    uint32_t *item;
    size_t n, items, n_cap, items_cap;
};

struct graph {
    uint32_t nfacts, nsteps, nkinds, ncontrols, ngoals, nentries, nconstraints;
    uint8_t *level;
    uint32_t *head, *entry;
    struct rows body, blockers, adds;
    uint8_t *effect; // beside blockers.item
    uint32_t *kind;  // of each control
    bool *refused;
    int64_t *cost[3]; // plain, malfunction, effort; kinds after the controls
    uint32_t *goal_fact;
    uint8_t *acceptable, *severity;
    char *constraint_type; // 'n' needs or answers, 'x' excludes
    uint32_t *constraint_control;
    struct rows constraint_any;
    struct rows uses; // fact -> steps that need it
};

struct text { // a file, read line by line and word by word
    const char *name, *p, *end;
    size_t line;
};

struct vf {
    jmp_buf failed;
    char message[256];
    struct block *blocks; // memory
    struct graph g;
    struct text *at;     // what is being read
    bool *value;         // of each variable in the set that is claimed
    bool *chosen, *open; // its parts: by control, by goal
    bool *free_facts[LEVELS];
    // rows: coefficients by variable, right sides
    struct rows row_variables;
    int64_t *coefficient, *right;
    size_t coefficients_cap, rights_cap;
    // a sum of rows under way
    i128 *sum, sum_right;
    uint32_t *touched, ntouched;
    bool *is_touched;
    uint8_t *may; // by variable: values it may still have
    uint32_t nvariables, nfixed_rows;
    uint32_t *scratch, *waiting, *mark, stamp; // by fact
};

// util.c
_Noreturn __attribute__((format(printf, 2, 3))) void vf_fail(struct vf *v, const char *format, ...);
void *vf_new(struct vf *v, size_t n, size_t size); // zeroed, freed by vf_done
void *vf_grow(struct vf *v, void *items, size_t n, size_t *cap, size_t size);
void vf_done(struct vf *v);
void vf_rows_open(struct vf *v, struct rows *r);               // starts the next list
void vf_rows_put(struct vf *v, struct rows *r, uint32_t item); // adds to it
bool vf_line(struct vf *v, struct text *t,
             bool exact);                     // moves to the next line; exact: certificate
bool vf_word(struct vf *v, const char *word); // takes it if it comes next
bool vf_is_end(const struct vf *v);           // of the line
uint64_t vf_number(struct vf *v, uint64_t max);

// graph.c
void vf_read_graph(struct vf *v, struct text *t);

// derive.c
void vf_derive(struct vf *v, unsigned t, const bool *chosen, bool only_free, bool *derived);
void vf_check_set(struct vf *v);
void vf_read_core(struct vf *v); // after the letter c; adds its row

// row.c
int64_t vf_objective(const struct vf *v, unsigned objective, uint32_t variable);
unsigned vf_read_objective(struct vf *v);
void vf_put_coefficient(struct vf *v, uint32_t variable, int64_t value);
void vf_put_right(struct vf *v, int64_t right); // ends a row
void vf_put_objective_row(struct vf *v, unsigned objective, int64_t most);
void vf_base_rows(struct vf *v); // constraints and kinds
void vf_sum_clear(struct vf *v);
void vf_sum_row(struct vf *v, uint32_t row, uint64_t multiplier);
void vf_sum_add(struct vf *v, uint32_t variable, i128 value);
void vf_read_derived(struct vf *v);                  // after the letter d; adds its row
bool vf_row_holds(const struct vf *v, uint32_t row); // for the set

// proof.c: the whole check; gives what was proven
const char *vf_check(struct vf *v, struct text *graph, struct text *certificate);

// util.c
struct answer {
    bool accepted;
    char message[256]; // why not, or what was proven
};
void vf_verify(struct text *graph, struct text *certificate, struct answer *ret_answer);

enum { OBJECTIVES = 12 };

#endif
