// SPDX-License-Identifier: Apache-2.0
/*
 * What the model chooses about the device library, held against the choices of the catalogue.
 */
#include "attack/bind.h"

// Reports a word that is none of those known, with the nearest one and all there are.
static void unknown(struct rp_binding *b, enum rp_msg msg, const struct rp_word *word,
                    const struct rp_str *known, uint32_t n)
{
    struct rp_diag *diag = rp_report(b->d, msg, word->at, "%.*s", RP_FMT(word->text));
    struct rp_str list = RP_STR("");
    for (uint32_t i = 0; i < n; i++)
        list = rp_str_printf(b->arena, "%.*s%s%.*s", RP_FMT(list), i ? ", " : "", RP_FMT(known[i]));
    size_t near = rp_str_nearest(word->text, known, n);
    if (near < n)
        rp_report_meant(diag, known[near], (struct rp_loc){0});
    rp_report_note(b->d, diag, RP_MSG_NOTE_POSSIBLE, (struct rp_loc){0}, "%.*s", RP_FMT(list));
}

static void check_value(struct rp_binding *b, const struct rp_choice *choice,
                        const struct rp_word *word)
{
    struct rp_str *known = RP_NEWN(b->arena, struct rp_str, choice->nvalues);
    for (uint32_t i = 0; i < choice->nvalues; i++)
        known[i] = choice->value[i].id;
    if (rp_choice_find(choice, word->text) == choice->nvalues)
        unknown(b, RP_MSG_UNKNOWN_WORD, word, known, choice->nvalues);
}

void rp_bind_library(struct rp_binding *b)
{
    const struct rp_modules *m = b->catalogue->modules;
    const struct rp_pairs *library = &b->model->device.library;
    struct rp_str *known = RP_NEWN(b->arena, struct rp_str, m->nchoices);
    for (uint32_t i = 0; i < m->nchoices; i++)
        known[i] = m->choice[i].id;
    for (uint32_t k = 0; k < library->n; k++) {
        const struct rp_pair *pair = &library->pair[k];
        uint32_t i = rp_modules_choice(m, pair->key.text);
        if (i < m->nchoices)
            check_value(b, &m->choice[i], &pair->value);
        else
            unknown(b, RP_MSG_UNKNOWN_KEY, &pair->key, known, m->nchoices);
    }
}
