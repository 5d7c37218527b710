// SPDX-License-Identifier: Apache-2.0
/*
 * What select was asked, and all that it found: the smallest set and the answers around it.
 *
 * Found first, shown afterwards: for people by question_text.c, for programs by question_json.c.
 */
#ifndef REMPART_CLI_QUESTION_H
#define REMPART_CLI_QUESTION_H

#include "cli/proof.h"

// The best set when one control fewer or more may be chosen.
struct rp_neighbour {
    bool asked;
    uint32_t n; // controls at most
    struct rp_selection set;
    enum rp_proof_answer proof;
};

// The one control more that lowers the harms most, added to the set as it is.
struct rp_gain {
    bool asked;
    uint32_t control;            // RP_GRAPH_NONE: none lowers any
    const uint8_t *before, *now; // by goal: levels without and with it
};

// A cost that the maker is unsure of, in one stage of the objective.
struct rp_cost_doubt {
    enum rp_stage stage;
    uint64_t now;
    struct rp_sensitivity room;
};

// How far the answer holds when a number that --unsure names is not what it was taken for.
struct rp_doubt {
    struct rp_str name;
    uint32_t nsteps;  // steps of a technique, or one step; 0: a cost
    uint8_t from, to; // their lowest and highest level now
    struct rp_level_room level;
    bool of_kind; // the cost that is paid once for the kind, else that of one control
    uint32_t kind, control;
    bool chosen; // the control, or any of the kind
    struct rp_cost_doubt cost[RP_STAGES];
    uint32_t ncosts; // 0: the objective weighs no cost of it
};

struct rp_question {
    struct rp_cli *cli;
    const struct rp_attack *attack; // NULL when the graph came from a file
    const struct rp_graph *graph;
    bool graph_is_json; // the file was
    struct rp_select_options options;
    struct rp_selection selection;
    enum rp_proof_answer proof;
    bool *superfluous;
    bool superfluous_known; // false: the limits ended the question before
    bool cut_short;         // the limits ended some of the questions around the set

    bool wants_alternatives;
    struct rp_selection *alternative;
    uint32_t nalternatives;
    bool all_alternatives;  // there are no others,
    bool more_alternatives; // or some that are not shown; neither: not known

    bool wants_next;
    struct rp_selection *next; // further sets, best first
    enum rp_proof_answer *next_proof;
    uint32_t nnext;
    bool all_next;             // there are no others,
    enum rp_proof_answer none; // which is proven

    bool wants_front;
    struct rp_front front;
    enum rp_proof_answer *front_proof; // by point

    struct rp_neighbour fewer, more;
    struct rp_gain gain;

    bool asks_doubts;
    bool asks_every_doubt; // doubt holds one number each then, the narrowest room first
    struct rp_doubt *doubt;
    uint32_t ndoubts, doubts_cap;
};

// Has the time of the whole question passed, or was it interrupted?
static inline bool rp_question_is_over(const struct rp_question *q)
{
    return rp_limits_over(&q->options.limits);
}

// Everything that the command line asks around the smallest set, which must have been found.
// RP_ERR_INPUT (reported) when the command line is wrong.
RP_MUST_USE enum rp_status rp_question_around(struct rp_question *q);

// What --unsure asks; the same.
RP_MUST_USE enum rp_status rp_question_doubts(struct rp_question *q);

// Whether a limit on the number of controls is part of the question.
bool rp_question_is_limited(const struct rp_question *q);

// That limit; only when there is one.
uint32_t rp_question_limit(const struct rp_question *q);

// Whether the path of an impossible question is one that no allowed control cuts; else it is only
// open because the question allows too few controls.
bool rp_question_path_is_final(const struct rp_question *q);

// Whether no value of the cost changes the answer: a cost is never below 0.
static inline bool rp_cost_doubt_is_none(const struct rp_doubt *d, const struct rp_cost_doubt *c)
{
    return c->room.forever || (!d->chosen && c->room.room >= c->now);
}

// How far a cost, or the level of steps, may move before the answer changes: per cent of what it is
// now (of 1 where that is 0), rounded down.  Below the two others, which stand for more than any.
#define RP_ROOM_UNKNOWN (UINT64_MAX - 1) // a limit was reached before it could be told
#define RP_ROOM_ENDLESS UINT64_MAX       // no value changes the answer
uint64_t rp_cost_doubt_room(const struct rp_doubt *d, const struct rp_cost_doubt *c);
uint64_t rp_level_doubt_room(const struct rp_doubt *d);

void rp_question_put_text(const struct rp_question *q, struct rp_buf *out);
void rp_question_put_json(const struct rp_question *q, struct rp_buf *out);

// The controls of a set in a row, `first` before the first of them; ends the line.
void rp_question_put_list(const struct rp_question *q, const bool *of, const char *first,
                          struct rp_buf *out);

// The part of the text that rp_question_around and rp_question_doubts found.
void rp_question_put_around(const struct rp_question *q, struct rp_buf *out);

// The part of it that rp_question_doubts found.
void rp_question_put_doubts(const struct rp_question *q, struct rp_buf *out);

// A number as the stage counts it: malfunctions in millionths, shown to a thousandth, rounded up or
// down so as never to be nearer to an edge than it is.
struct rp_str rp_question_number(const struct rp_question *q, enum rp_stage stage, uint64_t value,
                                 bool up);

#endif
