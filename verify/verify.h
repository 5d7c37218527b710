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

__extension__ typedef __int128 i128; // every sum fits, by the limits of rempart-certificate(5)

enum { LEVELS = 4, MAY_BE_0 = 1, MAY_BE_1 = 2, MAY_BE_ANY = 3 };
enum { MOST_ITEMS = 1 << 24, OBJECTIVES = 12 };
#define MOST_MULTIPLIER (((uint64_t)1 << 40) - 1)
#define MOST_COST (((uint64_t)1 << 53) - 1)

struct list { // of numbers
    int64_t *p;
    size_t n, cap;
};

struct rows { // lists of lists: those of i are item.p[first.p[i]] .. item.p[first.p[i + 1] - 1]
    struct list first, item;
};

enum { PLAIN, MALFUNCTION, EFFORT, COSTS };

struct graph {
    int64_t nfacts, nsteps, nkinds, ncontrols, ngoals;
    struct list level, head, effect /* beside blockers.item */, entry, kind, refused;
    struct rows body, blockers, adds, uses /* fact -> steps that need it */;
    struct list cost, kind_cost; // COSTS of each
    struct list goal_fact, acceptable, severity;
    struct rows constraint; // first item: the control; the others: of which one, or none
    struct list excludes;   // beside it: bool
};

struct text { // a file, read line by line and word by word
    const char *name, *begin, *p, *end;
    size_t line;
    bool exact; // one space between fields, no leading zeros, nothing left of a line
};

struct answer {
    bool accepted;
    char message[256]; // why not, or what was proven
};

struct vf {
    jmp_buf failed;
    struct answer *answer;
    struct block *blocks; // memory
    struct text *at;      // what is being read
    struct graph g;
    int64_t nvariables;
    bool *value, *open;  // the set: by variable; by goal, a part of it
    uint8_t *may;        // by variable: values that it may still have
    struct rows row;     // items: variable, coefficient, variable, ...; last: right side
    i128 *sum, right;    // a sum of rows under way, by variable
    struct list touched; // its variables, each once
    bool *is_touched;
    bool *free_facts[LEVELS];
    int64_t *queue, *missing; // of the fixpoints, by fact and by step
};

// read.c
_Noreturn __attribute__((format(printf, 2, 3))) void vf_fail(struct vf *v, const char *format, ...);
void *vf_new(struct vf *v, size_t n, size_t size); // zeroed, for the life of the run
void vf_put(struct vf *v, struct list *l, int64_t value);
void vf_open(struct vf *v,
             struct rows *r); // starts the next list; the first is open when r is empty
bool vf_line(struct vf *v);   // to the next line; false: there is none
bool vf_word(struct vf *v, const char *word); // takes it if it comes next
uint64_t vf_number(struct vf *v, uint64_t max);
int64_t vf_below(struct vf *v, int64_t n); // the number of one of n things
void vf_read_graph(struct vf *v);

// derive.c
void vf_check_set(struct vf *v);
void vf_read_core(struct vf *v); // after the letter c; its row is summed up
// proof.c
const char *vf_check(struct vf *v, struct text *certificate); // gives what was proven
void vf_sum_clear(struct vf *v);
void vf_sum_add(struct vf *v, int64_t variable, i128 value);

// main.c's only call
void vf_verify(struct text *graph, struct text *certificate, struct answer *ret_answer);

#endif
