// SPDX-License-Identifier: Apache-2.0
/*
 * Ids: defined where they stand, looked up once all are known.
 */
#include "model/reader.h"

#include <assert.h>

#define CLASS(class, array, count, unknown_, wrong_)                                               \
    [RP_CLASS_##class] = {offsetof(struct rp_model, array), offsetof(struct rp_model, count),      \
                          sizeof(*((struct rp_model *)0)->array), RP_MSG_##unknown_,               \
                          RP_MSG_##wrong_}

// Sources of risk, flows and controls are never named by others (a control's place says so in its
// own words).
static const struct rp_class_info classes[RP_CLASS_COUNT] = {
    CLASS(ZONE, zone, nzones, UNKNOWN_ZONE, NOT_A_ZONE),
    CLASS(SOURCE, source, nsources, UNKNOWN_PLACE, NOT_A_PLACE),
    CLASS(COMPONENT, component, ncomponents, UNKNOWN_COMPONENT, NOT_A_COMPONENT),
    CLASS(INTERFACE, interface, ninterfaces, UNKNOWN_INTERFACE, NOT_AN_INTERFACE),
    CLASS(FLOW, flow, nflows, UNKNOWN_PLACE, NOT_A_PLACE),
    CLASS(ASSET, asset, nassets, UNKNOWN_ASSET, NOT_AN_ASSET),
    CLASS(HARM, harm, nharms, UNKNOWN_HARM, NOT_A_HARM),
    CLASS(CONTROL, control, ncontrols, UNKNOWN_PLACE, NOT_A_PLACE),
    CLASS(ASSUMPTION, assumption, nassumptions, UNKNOWN_ASSUMPTION, NOT_AN_ASSUMPTION),
};

const struct rp_class_info *rp_class_info(enum rp_class class)
{
    assert(class < RP_CLASS_COUNT);
    return classes[class].size ? &classes[class] : NULL;
}

void *rp_class_thing(const struct rp_model *m, enum rp_class class, uint32_t i)
{
    const struct rp_class_info *info = rp_class_info(class);
    assert(info && i < rp_class_count(m, class));
    unsigned char *array;
    memcpy(&array, (const unsigned char *)m + info->array_off, sizeof(array));
    return array + i * info->size;
}

uint32_t rp_class_count(const struct rp_model *m, enum rp_class class)
{
    const struct rp_class_info *info = rp_class_info(class);
    uint32_t n;
    assert(info);
    memcpy(&n, (const unsigned char *)m + info->count_off, sizeof(n));
    return n;
}

static bool is_id(struct rp_str text)
{
    if (text.n == 0 || text.n > RP_MODEL_MAX_ID || text.p[0] == '-' || text.p[text.n - 1] == '-')
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return true;
}

// Tests keep the names that test frameworks give them.
static bool is_test_id(struct rp_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] <= ' ' || strchr("()[]{}<>\"',;", text.p[i]))
            return false;
    return text.n > 0 && text.n <= RP_MODEL_MAX_ID;
}

void rp_reader_define(struct rp_reader *r, enum rp_class class, uint32_t i,
                      const struct rp_node *id)
{
    bool test = class == RP_CLASS_TEST;
    if (test ? !is_test_id(id->text) : !is_id(id->text)) {
        rp_report(r->d, test ? RP_MSG_BAD_TEST_ID : RP_MSG_BAD_ID, id->at, "%.*s",
                  RP_FMT(id->text));
        return;
    }
    uint32_t name = rp_names_intern(r->names, id->text);
    while (r->by_name_cap < r->names->n)
        r->by_name = rp_arena_grow(r->arena, r->by_name, r->by_name_cap, &r->by_name_cap,
                                   sizeof(*r->by_name));
    struct rp_ref *known = &r->by_name[name];
    if (known->class != RP_CLASS_NONE) {
        if (test && known->class == RP_CLASS_TEST)
            return;
        struct rp_diag *diag =
            rp_report(r->d, RP_MSG_DUPLICATE_ID, id->at, "%.*s", RP_FMT(id->text));
        rp_report_note(r->d, diag, RP_MSG_NOTE_FIRST, known->at, "%s", "");
        return;
    }
    *known = (struct rp_ref){class, test ? ++r->ntests : i, id->at};
}

void rp_reader_refer(struct rp_reader *r, struct rp_ref *slot, const struct rp_node *name,
                     unsigned allowed)
{
    slot->at = name->at;
    r->pending =
        rp_arena_grow(r->arena, r->pending, r->npending, &r->pending_cap, sizeof(*r->pending));
    r->pending[r->npending++] = (struct rp_pending){slot, name->text, allowed};
}

// The message about a name that should be one of the classes.
static enum rp_msg message_for(unsigned allowed, bool unknown)
{
    for (unsigned class = 0; class < RP_CLASS_COUNT; class ++)
        if (allowed == 1U << class)
            return unknown ? classes[class].unknown : classes[class].wrong;
    return unknown ? RP_MSG_UNKNOWN_PLACE : RP_MSG_NOT_A_PLACE;
}

// The defined id of an allowed class that looks most like the name.
static void report_nearest(struct rp_reader *r, struct rp_diag *diag, struct rp_str name,
                           unsigned allowed)
{
    if (r->guesses++ >= RP_MODEL_MAX_GUESSES)
        return;
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    struct rp_str *candidate = RP_NEWN(&scratch, struct rp_str, r->names->n);
    uint32_t n = 0;
    for (uint32_t i = 1; i < r->names->n; i++) {
        struct rp_str known = rp_names_str(r->names, i);
        // Three letters in ten may differ, no more: the length says so first.
        bool near = known.n <= name.n * 2 + 2 && name.n <= known.n * 2 + 2;
        if (near && r->by_name[i].class && allowed & 1U << r->by_name[i].class)
            candidate[n++] = known;
    }
    size_t best = rp_str_nearest(name, candidate, n);
    if (best < n) {
        uint32_t found = rp_names_find(r->names, candidate[best]);
        rp_report_meant(diag, candidate[best], r->by_name[found].at);
    }
    rp_arena_done(&scratch);
}

// A name that nothing carries, reported once for each thing it should have been.
static void report_unknown(struct rp_reader *r, const struct rp_pending *p,
                           struct rp_names *reported)
{
    enum rp_msg msg = message_for(p->classes, true);
    struct rp_str key = rp_str_printf(r->arena, "%u %.*s", (unsigned)msg, RP_FMT(p->name));
    if (p->classes & r->lost || rp_names_find(reported, key))
        return;
    rp_names_intern(reported, key);
    struct rp_diag *diag = rp_report(r->d, msg, p->slot->at, "%.*s", RP_FMT(p->name));
    report_nearest(r, diag, p->name, p->classes);
}

void rp_reader_resolve(struct rp_reader *r)
{
    struct rp_names reported;
    rp_names_init(&reported, r->arena);
    for (uint32_t i = 0; i < r->npending; i++) {
        const struct rp_pending *p = &r->pending[i];
        uint32_t name = rp_names_find(r->names, p->name);
        struct rp_ref found = name ? r->by_name[name] : (struct rp_ref){0};
        if (found.class == RP_CLASS_NONE) {
            report_unknown(r, p, &reported);
        } else if (!(p->classes & 1U << found.class)) {
            struct rp_diag *diag = rp_report(r->d, message_for(p->classes, false), p->slot->at,
                                             "%.*s", RP_FMT(p->name));
            rp_report_note(r->d, diag, RP_MSG_NOTE_DEFINED, found.at, "%s", "");
        } else {
            p->slot->class = found.class;
            p->slot->i = found.i;
        }
    }
}
