// SPDX-License-Identifier: Apache-2.0
/*
 * Messages about the user's input, each tied to the text that caused it.
 *
 * The engine reports here and goes on; it never prints and never exits.  The command line renders
 * what was collected and picks the exit status.  Every message stands in messages/<room>.def, in
 * both languages, with a code that is never used again for anything else.
 */
#ifndef REMPART_DIAG_DIAG_H
#define REMPART_DIAG_DIAG_H

#include "base/buf.h"
#include "base/lang.h"
#include "diag/source.h"

enum rp_severity { RP_NOTE, RP_WARNING, RP_ERROR };

enum rp_msg {
#define MSG(name, code, severity, en, fr, hint_en, hint_fr) RP_MSG_##name,
#include "diag/messages.def"
#undef MSG
    RP_MSG_COUNT
};

// What the catalogue says of a message.
struct rp_msg_info {
    unsigned code; // printed as RMP-%04u
    enum rp_severity severity;
    struct rp_text text, hint; // hint may be empty
    const char *name;          // the enumerator without RP_MSG_
};

struct rp_diag {
    struct rp_diag *next;  // in the order of reporting, until sorted
    struct rp_diag *notes; // secondary places, in order; notes have none of their own
    enum rp_msg msg;
    struct rp_loc at;       // src NULL: about the run as a whole
    struct rp_str subject;  // what it is about, printed in quotes; may be empty
    struct rp_str meant;    // the name that was probably meant; may be empty
    struct rp_loc meant_at; // and where it is defined; src NULL when nowhere
};

// The files that a run has read, by name: what it must not write over.
struct rp_inputs {
    struct rp_str *name;
    uint32_t n, cap;
};

struct rp_diags {
    struct rp_arena *arena;
    struct rp_inputs *inputs; // one list for all collections of a run
    struct rp_diag *first, **last;
    uint32_t errors, warnings;
    uint32_t dropped;      // reported after the limit: counted, not kept
    struct rp_diag unkept; // what rp_report gives for those: a million of them cost nothing
};

// More than this many errors and warnings are counted and said to be so, but not kept.
enum { RP_DIAGS_MAX = 2000 };

void rp_diags_init(struct rp_diags *d, struct rp_arena *arena);

// An empty collection of the same run as another, or that one begun anew.
void rp_diags_init_beside(struct rp_diags *d, const struct rp_diags *other);

// Tells that the run has read a file; borrows the name.
void rp_diags_note_input(struct rp_diags *d, struct rp_str name);

// Adds a message.  The format gives the subject alone ("%.*s" of a name); pass "%s", "" for none.
// Copies the subject.  Gives the message, to add to it before the next is reported; never NULL.
__attribute__((format(printf, 4, 5))) struct rp_diag *
rp_report(struct rp_diags *d, enum rp_msg msg, struct rp_loc at, const char *format, ...);

// Adds a secondary place to a message.  msg must be of severity NOTE.
__attribute__((format(printf, 5, 6))) void rp_report_note(struct rp_diags *d, struct rp_diag *diag,
                                                          enum rp_msg msg, struct rp_loc at,
                                                          const char *format, ...);

// Adds "did you mean ...?" to a message; borrows the name for the life of the arena.  An empty name
// adds nothing.
void rp_report_meant(struct rp_diag *diag, struct rp_str name, struct rp_loc defined_at);

const struct rp_msg_info *rp_msg_info(enum rp_msg msg);

// The message with that code; false when there is none.
bool rp_msg_by_code(unsigned code, enum rp_msg *ret_msg);

// Sorts by source name, offset, code, then order of reporting.  Call before rendering.
void rp_diags_sort(struct rp_diags *d);

#endif
