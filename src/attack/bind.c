// SPDX-License-Identifier: Apache-2.0
/*
 * The device in the words of the catalogue.
 *
 * Which relation of the model becomes which field of the language is fixed here and told in
 * catalogue/core.mal and rempart-catalogue(5); everything else in the catalogue is free.
 */
#include "attack/bind.h"

#include <assert.h>

static const struct rp_str root[RP_CLASS_COUNT] = {
    [RP_CLASS_ZONE] = {"Zone", 4},           [RP_CLASS_SOURCE] = {"Source", 6},
    [RP_CLASS_COMPONENT] = {"Component", 9}, [RP_CLASS_INTERFACE] = {"Interface", 9},
    [RP_CLASS_FLOW] = {"Flow", 4},           [RP_CLASS_ASSET] = {"Asset", 5},
    [RP_CLASS_HARM] = {"Harm", 4},
};

// Adds what was probably meant: the nearest kind below the root, or all there are.
static void suggest(struct rp_binding *b, struct rp_diag *diag, struct rp_str text, uint32_t below)
{
    const struct rp_mal *m = b->catalogue->mal;
    // Past the limit nothing of it is shown.
    if (diag == &b->d->unkept)
        return;
    struct rp_str *known = RP_NEWN(b->arena, struct rp_str, m->nassets);
    uint32_t *asset = RP_NEWN(b->arena, uint32_t, m->nassets), n = 0;
    for (uint32_t i = 1; i < m->nassets; i++)
        if (!m->asset[i].abstract && rp_mal_asset_is(m, i, below)) {
            known[n] = rp_catalogue_kebab(b->arena, m->asset[i].name);
            asset[n++] = i;
        }
    size_t near = rp_str_nearest(text, known, n);
    if (near < n) {
        rp_report_meant(diag, known[near], m->asset[asset[near]].at);
        return;
    }
    struct rp_buf list;
    rp_buf_init(&list, 0);
    for (uint32_t i = 0; i < n; i++)
        rp_buf_printf(&list, "%s%.*s", i ? ", " : "", RP_FMT(known[i]));
    rp_report_note(b->d, diag, RP_MSG_NOTE_POSSIBLE, (struct rp_loc){0}, "%.*s",
                   RP_FMT(rp_buf_str(&list)));
    rp_buf_done(&list);
}

uint32_t rp_bind_kind(struct rp_binding *b, const struct rp_word *word, struct rp_str root_name,
                      enum rp_msg unknown)
{
    const struct rp_mal *m = b->catalogue->mal;
    if (word->text.n == 0)
        return 0; // the model's reader has reported it
    uint32_t below = rp_mal_asset_find(m, root_name);
    uint32_t asset = rp_mal_asset_find(m, rp_catalogue_camel(b->arena, word->text, true));
    if (asset && !rp_str_eq(rp_catalogue_kebab(b->arena, m->asset[asset].name), word->text))
        asset = 0; // written in another way than the one that counts
    if (!asset) {
        suggest(b, rp_report(b->d, unknown, word->at, "%.*s", RP_FMT(word->text)), word->text,
                below);
        return 0;
    }
    bool fits = rp_mal_asset_is(m, asset, below);
    if (fits && !m->asset[asset].abstract)
        return asset;
    struct rp_diag *diag = rp_report(b->d, fits ? RP_MSG_KIND_ABSTRACT : RP_MSG_KIND_CLASS,
                                     word->at, "%.*s", RP_FMT(word->text));
    rp_report_note(b->d, diag, RP_MSG_NOTE_DEFINED, m->asset[asset].at, "%s", "");
    return 0;
}

static uint32_t add(struct rp_binding *b, struct rp_str name, uint32_t asset, struct rp_ref place,
                    struct rp_loc at)
{
    uint32_t thing = rp_mal_instance_add(&b->in, name, asset, at);
    while (b->place_cap <= thing)
        b->place =
            rp_arena_grow(b->arena, b->place, b->place_cap, &b->place_cap, sizeof(struct rp_ref));
    b->place[thing] = place;
    return thing;
}

// The instances of one class; harms have no kinds.
static void add_class(struct rp_binding *b, enum rp_class class, uint32_t n)
{
    b->thing[class] = RP_NEWN(b->arena, uint32_t, n + 1);
    for (uint32_t i = 1; i < n; i++) {
        const struct rp_item *item = rp_model_item(b->model, class, i);
        uint32_t asset = class == RP_CLASS_HARM
                             ? rp_mal_asset_find(b->catalogue->mal, root[class])
                             : rp_bind_kind(b, &item->kind, root[class], RP_MSG_KIND_UNKNOWN);
        if (asset)
            b->thing[class][i] =
                add(b, item->id, asset, (struct rp_ref){class, i, item->at}, item->at);
    }
}

// Links a thing with another one over a field of the thing's root asset; either may be missing.
static void link_to(struct rp_binding *b, enum rp_class class, uint32_t i, const char *field,
                    uint32_t other)
{
    uint32_t thing = b->thing[class][i];
    if (!thing || !other)
        return;
    const struct rp_mal *m = b->catalogue->mal;
    uint32_t f = rp_mal_field_find(m, rp_mal_asset_find(m, root[class]), rp_str_of(field));
    assert(f); // of catalogue/core.mal
    rp_mal_instance_link(&b->in, thing, f, other);
}

static uint32_t thing_of(const struct rp_binding *b, struct rp_ref ref)
{
    return ref.class != RP_CLASS_NONE && b->thing[ref.class] ? b->thing[ref.class][ref.i] : 0;
}

static void link_refs(struct rp_binding *b, enum rp_class class, uint32_t i, const char *field,
                      const struct rp_refs *refs)
{
    for (uint32_t k = 0; k < refs->n; k++)
        link_to(b, class, i, field, thing_of(b, refs->ref[k]));
}

// Words that become things of their own, one for each bearer: properties, means.
static void link_words(struct rp_binding *b, enum rp_class class, uint32_t i, const char *field,
                       const struct rp_words *words)
{
    bool means = class == RP_CLASS_SOURCE && strcmp(field, "means") == 0;
    const struct rp_item *item = rp_model_item(b->model, class, i);
    for (uint32_t k = 0; k < words->n; k++) {
        const struct rp_word *word = &words->word[k];
        uint32_t asset = rp_bind_kind(b, word, means ? RP_STR("Means") : RP_STR("Property"),
                                      means ? RP_MSG_MEANS_UNKNOWN : RP_MSG_PROPERTY_UNKNOWN);
        if (!asset)
            continue;
        struct rp_str name =
            rp_str_printf(b->arena, "%.*s.%.*s", RP_FMT(item->id), RP_FMT(word->text));
        link_to(b, class, i, field,
                add(b, name, asset, (struct rp_ref){class, i, word->at}, word->at));
    }
}

static void link_zones_and_sources(struct rp_binding *b)
{
    const struct rp_model *m = b->model;
    for (uint32_t i = 1; i < m->nzones; i++) {
        link_refs(b, RP_CLASS_ZONE, i, "touches", &m->zone[i].touches);
        link_words(b, RP_CLASS_ZONE, i, "properties", &m->zone[i].item.properties);
    }
    for (uint32_t i = 1; i < m->nsources; i++) {
        link_refs(b, RP_CLASS_SOURCE, i, "zones", &m->source[i].zones);
        link_words(b, RP_CLASS_SOURCE, i, "means", &m->source[i].means);
        link_words(b, RP_CLASS_SOURCE, i, "properties", &m->source[i].item.properties);
    }
}

// The state of a port is a property of it.
static void link_port_state(struct rp_binding *b, uint32_t i)
{
    static const char *const word[RP_PORT_STATES] = {
        [RP_PORT_UNUSED] = "unused-port", [RP_PORT_DEBUG] = "debug-port"};
    const struct rp_interface *port = &b->model->interface[i];
    if (!word[port->state])
        return;
    const struct rp_word state = {rp_str_of(word[port->state]), port->item.at};
    link_words(b, RP_CLASS_INTERFACE, i, "properties", &(struct rp_words){&state, 1});
}

static void link_components(struct rp_binding *b)
{
    const struct rp_model *m = b->model;
    for (uint32_t i = 1; i < m->ncomponents; i++) {
        const struct rp_component *c = &m->component[i];
        link_to(b, RP_CLASS_COMPONENT, i, "zone", thing_of(b, c->zone));
        link_to(b, RP_CLASS_COMPONENT, i, "host", thing_of(b, c->host));
        link_refs(b, RP_CLASS_COMPONENT, i, "holds", &c->holds);
        link_words(b, RP_CLASS_COMPONENT, i, "properties", &c->item.properties);
    }
    for (uint32_t i = 1; i < m->ninterfaces; i++) {
        const struct rp_interface *port = &m->interface[i];
        link_to(b, RP_CLASS_INTERFACE, i, "component",
                b->thing[RP_CLASS_COMPONENT][port->component]);
        link_to(b, RP_CLASS_INTERFACE, i, "zone", thing_of(b, port->zone));
        link_words(b, RP_CLASS_INTERFACE, i, "properties", &port->item.properties);
        link_port_state(b, i);
    }
}

static void link_flows_and_assets(struct rp_binding *b)
{
    const struct rp_model *m = b->model;
    for (uint32_t i = 1; i < m->nflows; i++) {
        const struct rp_flow *f = &m->flow[i];
        link_to(b, RP_CLASS_FLOW, i, "sender", thing_of(b, f->from));
        link_to(b, RP_CLASS_FLOW, i, "receiver", thing_of(b, f->to));
        link_refs(b, RP_CLASS_FLOW, i, "over", &f->over);
        link_refs(b, RP_CLASS_FLOW, i, "through", &f->through);
        link_refs(b, RP_CLASS_FLOW, i, "carries", &f->carries);
        link_words(b, RP_CLASS_FLOW, i, "properties", &f->item.properties);
    }
    for (uint32_t i = 1; i < m->nassets; i++)
        link_words(b, RP_CLASS_ASSET, i, "properties", &m->asset[i].item.properties);
}

static void link_harms(struct rp_binding *b)
{
    static const char *const field[RP_NEEDS] = {
        [RP_AVAILABILITY] = "availabilityOf",
        [RP_INTEGRITY] = "integrityOf",
        [RP_CONFIDENTIALITY] = "confidentialityOf",
        [RP_AUDITABILITY] = "auditabilityOf",
    };
    const struct rp_model *m = b->model;
    for (uint32_t i = 1; i < m->nharms; i++)
        for (uint32_t k = 0; k < m->harm[i].ncauses; k++) {
            const struct rp_cause *cause = &m->harm[i].cause[k];
            link_to(b, RP_CLASS_HARM, i, field[cause->need], thing_of(b, cause->asset));
        }
}

void rp_bind(struct rp_binding *b, struct rp_arena *a, const struct rp_model *m,
             const struct rp_catalogue *c, struct rp_diags *d)
{
    *b = (struct rp_binding){.arena = a, .model = m, .catalogue = c, .d = d};
    rp_mal_instance_init(&b->in, a, c->mal);
    add_class(b, RP_CLASS_ZONE, m->nzones);
    add_class(b, RP_CLASS_SOURCE, m->nsources);
    add_class(b, RP_CLASS_COMPONENT, m->ncomponents);
    add_class(b, RP_CLASS_INTERFACE, m->ninterfaces);
    add_class(b, RP_CLASS_FLOW, m->nflows);
    add_class(b, RP_CLASS_ASSET, m->nassets);
    add_class(b, RP_CLASS_HARM, m->nharms);
    link_zones_and_sources(b);
    link_components(b);
    link_flows_and_assets(b);
    link_harms(b);
}
