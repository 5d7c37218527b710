// SPDX-License-Identifier: Apache-2.0
/*
 * Messages about the user's input: the catalogue and the collection.
 */
#include "diag/diag.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#define TEXT(en, fr)                                                                               \
    {                                                                                              \
        {                                                                                          \
            {en, sizeof(en) - 1},                                                                  \
            {                                                                                      \
                fr, sizeof(fr) - 1                                                                 \
            }                                                                                      \
        }                                                                                          \
    }

static const struct rp_msg_info catalogue[RP_MSG_COUNT] = {
#define MSG(name, code, severity, en, fr, hint_en, hint_fr)                                        \
    [RP_MSG_##name] = {code, RP_##severity, TEXT(en, fr), TEXT(hint_en, hint_fr), #name},
#include "diag/messages.def"
#undef MSG
};

const struct rp_msg_info *rp_msg_info(enum rp_msg msg)
{
    assert(msg < RP_MSG_COUNT);
    return &catalogue[msg];
}

bool rp_msg_by_code(unsigned code, enum rp_msg *ret_msg)
{
    for (unsigned i = 0; i < RP_MSG_COUNT; i++) {
        if (catalogue[i].code == code) {
            *ret_msg = (enum rp_msg)i;
            return true;
        }
    }
    return false;
}

void rp_diags_init(struct rp_diags *d, struct rp_arena *arena)
{
    *d = (struct rp_diags){.arena = arena, .inputs = RP_NEW(arena, struct rp_inputs)};
    d->last = &d->first;
}

void rp_diags_init_beside(struct rp_diags *d, const struct rp_diags *other)
{
    *d = (struct rp_diags){.arena = other->arena, .inputs = other->inputs};
    d->last = &d->first;
}

void rp_diags_note_input(struct rp_diags *d, struct rp_str name)
{
    struct rp_inputs *in = d->inputs;
    in->name = rp_arena_grow(d->arena, in->name, in->n, &in->cap, sizeof(*in->name));
    in->name[in->n++] = name;
}

__attribute__((format(printf, 2, 0))) static struct rp_str
format_subject(struct rp_arena *a, const char *format, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, format, ap);
    assert(n >= 0);
    char *p = RP_NEWN(a, char, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return (struct rp_str){p, (size_t)n};
}

struct rp_diag *rp_report(struct rp_diags *d, enum rp_msg msg, struct rp_loc at, const char *format,
                          ...)
{
    assert(msg < RP_MSG_COUNT);
    bool keep = d->errors + d->warnings < RP_DIAGS_MAX;
    d->errors += catalogue[msg].severity == RP_ERROR;
    d->warnings += catalogue[msg].severity == RP_WARNING;
    if (!keep) {
        d->dropped++;
        d->unkept = (struct rp_diag){.msg = msg, .at = at};
        return &d->unkept;
    }
    struct rp_diag *diag = RP_NEW(d->arena, struct rp_diag);
    *diag = (struct rp_diag){.msg = msg, .at = at};
    va_list ap;
    va_start(ap, format);
    diag->subject = format_subject(d->arena, format, ap);
    va_end(ap);
    *d->last = diag;
    d->last = &diag->next;
    return diag;
}

void rp_report_note(struct rp_diags *d, struct rp_diag *diag, enum rp_msg msg, struct rp_loc at,
                    const char *format, ...)
{
    assert(msg < RP_MSG_COUNT && catalogue[msg].severity == RP_NOTE);
    if (diag == &d->unkept)
        return;
    struct rp_diag *note = RP_NEW(d->arena, struct rp_diag);
    *note = (struct rp_diag){.msg = msg, .at = at};
    va_list ap;
    va_start(ap, format);
    note->subject = format_subject(d->arena, format, ap);
    va_end(ap);
    struct rp_diag **last = &diag->notes;
    while (*last)
        last = &(*last)->next;
    *last = note;
}

void rp_report_meant(struct rp_diag *diag, struct rp_str name, struct rp_loc defined_at)
{
    diag->meant = name;
    diag->meant_at = defined_at;
}

// Order for printing: places without a source first, they concern everything.
static int order(const struct rp_diag *a, const struct rp_diag *b)
{
    if (!a->at.src || !b->at.src)
        return (a->at.src != NULL) - (b->at.src != NULL);
    int by_name = rp_str_cmp(a->at.src->name, b->at.src->name);
    if (by_name)
        return by_name;
    if (a->at.off != b->at.off)
        return a->at.off < b->at.off ? -1 : 1;
    unsigned code_a = catalogue[a->msg].code, code_b = catalogue[b->msg].code;
    return code_a < code_b ? -1 : code_a > code_b;
}

// Stable merge of two sorted lists.
static struct rp_diag *merge(struct rp_diag *a, struct rp_diag *b)
{
    struct rp_diag *first = NULL, **last = &first;
    while (a && b) {
        struct rp_diag **from = order(a, b) <= 0 ? &a : &b;
        *last = *from;
        last = &(*last)->next;
        *from = *last;
    }
    *last = a ? a : b;
    return first;
}

void rp_diags_sort(struct rp_diags *d)
{
    // Bottom-up merge sort: run[i] holds 2^i messages or none.
    struct rp_diag *run[32] = {0};
    for (struct rp_diag *i = d->first; i;) {
        struct rp_diag *one = i;
        i = i->next;
        one->next = NULL;
        unsigned k = 0;
        for (; run[k]; k++) {
            one = merge(run[k], one);
            run[k] = NULL;
        }
        run[k] = one;
    }
    struct rp_diag *all = NULL;
    for (unsigned k = 0; k < 32; k++)
        if (run[k])
            all = merge(run[k], all);
    d->first = all;
    d->last = &d->first;
    while (*d->last)
        d->last = &(*d->last)->next;
}
