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
#include <stdint.h>
#include <stdio.h>

__extension__ typedef __int128 i128; // every sum fits, by the limits of rempart-certificate(5)

enum { LEVELS = 4, COSTS = 3, MOST_ITEMS = 1 << 24, MOST_BLOCKS = 32 };

// Objectives 1 to 5 count the goals given up of that severity.
enum { NO_OBJECTIVE, SEVERITY = 6, KINDS, PLACES, FIRST_COST, OBJECTIVES = FIRST_COST + COSTS };

struct text { // a file, read word by word
    const char *name;
    FILE *file;          // NULL: all of it is in memory
    const char *p, *end; // what is there and not yet taken
    int64_t bytes, line;
    char word[24], buffer[1 << 16]; // word: the last taken; one that does not fit has no meaning
};

struct fact {
    int32_t first_use; // steps that need it: use[first_use] up to the first use of the next fact
    uint8_t derived;   // one bit for each fixpoint
};

enum { ADDS = LEVELS, BODY }; // roles; a smaller one is the effect of a control on the step
struct item {
    int32_t role, number; // of a fact for BODY, else of a control
};

struct step {
    int32_t level, head, first, end; // items first .. end - 1
};

enum { CONTROL, KIND, GOAL, SORTS }; // in the order of the variables
// Flags of a variable: a value that it may not have; 1 in the set; roles in the core being read.
// OPEN and LIMITS, which is both values barred, are no flags: further places of `count`.
enum { OPEN, BARS_0, BARS_1, LIMITS, IN_SET, LISTS, BLOCKS = 8, INTRODUCES = 16 };
struct variable {
    int64_t coefficient[OBJECTIVES];
    int32_t kind;             // of a control
    int32_t fact, acceptable; // of a goal
    bool refused;
};

struct term {
    int64_t coefficient;
    int32_t variable;
};

struct row { // terms first .. end - 1, added up: at least right
    int64_t right;
    int32_t first, end;
};

struct vf {
    jmp_buf failed;
    char message[256]; // what is proven, or why nothing is
    struct text *at;   // what is being read
    void *block[MOST_BLOCKS];
    int32_t nblocks; // of memory

    int32_t nfacts, nsteps, nitems, nentries, nqueue;
    struct fact *fact;
    struct step *step;
    struct item *item;
    int32_t *entry, *use, *queue; // queue: facts newly derived
    int32_t *missing;  // by step: facts of its body not derived yet; below 0: it cannot be taken
    uint8_t fixpoints; // bits of those that are made
    struct variable *list[SORTS]; // as read
    int32_t n[SORTS];

    struct variable *variable; // controls, kinds, goals
    int32_t *flags;            // of each
    int32_t nvariables, first_goal, nrows, nterms, nbranches, count[LISTS]; // the last: of lists
    bool accepted, tree_done, is_void; // void: a variable has no value left, and every claim closes
    struct row *row;
    struct term *term;
    i128 size;        // of the row to come: absolute values, added up
    i128 *sum, right; // of rows: coefficients by variable, right side; also the claim in hand
    i128 slack;       // of the claim: it closes when this is above 0

    int32_t objective; // of the stage
    int64_t less;      // what an objective below the bound is at most
    int32_t *branch;   // its variable; minus 1 and that on the second side
};

// read.c
void vf_refuse(struct vf *v, const char *format, ...)
    __attribute__((noreturn, format(printf, 2, 3)));
// Asked for each number of a file: no call as long as all is well.
#define VF_NEED(v, ok, ...) ((ok) ? (void)0 : vf_refuse(v, __VA_ARGS__))
void *vf_memory(struct vf *v, void *old, int64_t n, size_t size); // old NULL: new, zeroed
void *vf_more(struct vf *v, void *array, int32_t n, size_t size); // room for one after the first n
bool vf_line(struct vf *v); // takes the first word of the next line; false: there is none
void vf_head(struct vf *v, const char *word); // the first line: word 1
void vf_word(struct vf *v);                   // takes the next word of the line
bool vf_is(const struct vf *v, const char *word);
bool vf_try(struct vf *v, const char *word, void (*read)(struct vf *)); // is the line such a one?
int64_t vf_number(struct vf *v, int64_t most);
int32_t vf_index(struct vf *v, int32_t n); // the number of one of n things
void vf_read_graph(struct vf *v);

// derive.c
void vf_check_set(struct vf *v);
void vf_read_core(struct vf *v); // after the letter c; makes its row

// proof.c
void vf_term(struct vf *v, int32_t variable, i128 coefficient); // of the row to come
void vf_row(struct vf *v, i128 right);
void vf_read_certificate(struct vf *v);

// The program's only call: is the certificate accepted?
bool vf_verify(struct vf *v, struct text *graph, struct text *certificate);

#endif
