// SPDX-License-Identifier: Apache-2.0
/*
 * Tests of src/model: what a sound text becomes, and what no golden case can show.
 */
#include "base/hash.h"
#include "model/reader.h"
#include "rp_test.h"

static const char sound[] =
    "rempart: 1\n"
    "device:\n"
    "  id: pump\n"
    "  name: {en: Pump, fr: Pompe}\n"
    "  version: 1.10\n"
    "  manufacturer: NO\n"
    "  mdr-class: IIb\n"
    "  intended-purpose: infuse\n"
    "evidence: [a.xml, \"b/*.xml\"]\n"
    "zones:\n"
    "- {id: room, kind: patient-room, touches: [inside, room]}\n"
    "- {id: inside, kind: device-interior, touches: [net]}\n"
    "- {id: net, kind: hospital-network, touches: [inside]}\n"
    "sources:\n"
    "- {id: s, kind: visitor, zones: [room], means: [special-tools], excluded-by: H1}\n"
    "components:\n"
    "- {id: app, kind: application, runs-on: os, holds: [dose]}\n"
    "- {id: os, kind: operating-system, runs-on: board}\n"
    "- id: board\n"
    "  kind: computer-board\n"
    "  zone: inside\n"
    "  interfaces:\n"
    "  - {id: usb, kind: usb-port, zone: room, state: unused}\n"
    "  - {id: swd, kind: swd-port, state: debug}\n"
    "- {id: server, kind: server, zone: net, interfaces: [{id: eth, kind: ethernet-port}]}\n"
    "flows:\n"
    "- {id: f, kind: network-flow, from: app, to: server, over: [eth], carries: [dose], check: "
    "none}\n"
    "assets:\n"
    "- {id: dose, kind: settings, needs: {integrity: 4, auditability: 1}}\n"
    "harms:\n"
    "- {id: D1, severity: 5, case: gateway, patients: many, risk-id: R-1,\n"
    "   causes: [{asset: dose, loses: integrity}, {asset: dose, loses: auditability}]}\n"
    "- {id: D2, severity: 2, case: target, causes: [{asset: dose, loses: integrity}]}\n"
    "controls:\n"
    "- {id: M1, control: signed-update, at: [app, f], state: planned, requirement: R1,\n"
    "   tests: [T1, T2], side-effects: {text: none, assessed-by: A, assessed-on: 2026-01-31}}\n"
    "- {id: M2, control: secure-boot, state: refused, reason: no room, tests: [T2]}\n"
    "assumptions:\n"
    "- {id: H1, on: hospital, justification: locked}\n"
    "policy:\n"
    "  acceptable: {1: V4, 2: V3, 3: V2, 4: V1, 5: none}\n"
    "  severity-names: {5: {en: fatal, fr: mortelle}}\n"
    "  objective: [places, kinds]\n"
    "  defect-density: 0.25\n"
    "  accepted: [{harm: D1, by: A, until: 2026-12-31, reason: small}]\n"
    "sections: {roles: {en: a, fr: b}, limits: c}\n";

static const struct rp_model *read(struct rp_arena *a, const char *text, struct rp_diags *d)
{
    rp_diags_init(d, a);
    int64_t today = 0;
    rp_date_parse(RP_STR("2026-09-25"), &today);
    const struct rp_source *src =
        rp_source_new(a, RP_STR("dir/rempart.yaml"), rp_str_copy(a, rp_str_of(text)));
    return rp_model_of_source(a, src, today, true, d);
}

static bool is(struct rp_str s, const char *text)
{
    return rp_str_eq(s, rp_str_of(text));
}

static void check_device(const struct rp_model *m)
{
    CHECK(is(m->device.item.id, "pump") && is(m->device.item.name.in[RP_FR], "Pompe"));
    CHECK(is(m->device.version, "1.10") && is(m->device.manufacturer, "NO"));
    CHECK(is(m->device.intended_purpose.in[RP_EN], "infuse"));
    CHECK(is(m->device.intended_purpose.in[RP_FR], "infuse"));
    CHECK(m->device.essential_performance.in[RP_EN].n == 0);
    CHECK(is(m->folder, "dir/"));
    CHECK(m->evidence.n == 2 && is(m->evidence.word[1].text, "b/*.xml") && m->catalogues.n == 0);
    CHECK(m->nsections == 2 && is(m->section[0].key, "roles") &&
          is(m->section[0].text.in[RP_FR], "b"));
    char hex[RP_HASH_HEX_SIZE];
    struct rp_str text = rp_str_of(sound);
    rp_hash_hex(&text, 1, hex);
    CHECK(strcmp(hex, m->hash) == 0);
}

static void check_things(const struct rp_model *m)
{
    CHECK(m->nzones == 4 && m->nsources == 2 && m->ncomponents == 5 && m->ninterfaces == 4);
    CHECK(m->nflows == 2 && m->nassets == 2 && m->nharms == 3 && m->ncontrols == 3);
    // Neighbours go both ways, each once, nobody is its own.
    CHECK(m->zone[1].touches.n == 1 && m->zone[1].touches.ref[0].i == 2);
    CHECK(m->zone[2].touches.n == 2 && m->zone[2].touches.ref[0].i == 1);
    CHECK(m->zone[2].touches.ref[1].i == 3);
    CHECK(m->zone[3].touches.n == 1 && m->zone[3].touches.ref[0].i == 2);
    // A component is where its host is, an interface where its component is.
    CHECK(m->component[1].zone.i == 2 && m->component[2].zone.i == 2);
    CHECK(m->component[1].host.i == 2 && m->component[2].host.i == 3 && !m->component[3].host.i);
    CHECK(m->component[3].interface_first == 1 && m->component[3].ninterfaces == 2);
    CHECK(m->component[4].interface_first == 3 && m->component[4].ninterfaces == 1);
    CHECK(m->component[1].ninterfaces == 0);
    CHECK(m->interface[1].zone.i == 1 && m->interface[1].state == RP_PORT_UNUSED);
    CHECK(m->interface[2].zone.i == 2 && m->interface[2].state == RP_PORT_DEBUG);
    CHECK(m->interface[3].zone.i == 3 && m->interface[3].state == RP_PORT_USED);
    CHECK(m->interface[2].component == 3 && m->interface[3].component == 4);
    CHECK(m->source[1].excluded_by.class == RP_CLASS_ASSUMPTION && m->source[1].means.n == 1);
    CHECK(m->flow[1].from.i == 1 && m->flow[1].to.i == 4 && m->flow[1].over.ref[0].i == 3);
    CHECK(is(m->flow[1].check.text, "none") && m->flow[1].protection.text.n == 0);
    CHECK(is(m->flow[1].item.name.in[RP_FR], "f") && is(m->flow[1].item.kind.text, "network-flow"));
    CHECK(m->asset[1].need[RP_INTEGRITY] == 4 && m->asset[1].need[RP_AVAILABILITY] == 0);
}

static void check_risks(const struct rp_model *m)
{
    const struct rp_harm *h = &m->harm[1];
    CHECK(h->severity == 5 && h->scenario == RP_GATEWAY && h->many_patients && h->ncauses == 2);
    CHECK(h->cause[1].need == RP_AUDITABILITY && h->cause[1].asset.i == 1 && is(h->risk_id, "R-1"));
    CHECK(h->cause[0].at.src && rp_str_starts(rp_loc_text(h->cause[0].at), RP_STR("{asset")));
    CHECK(m->harm[2].scenario == RP_TARGET && !m->harm[2].many_patients);
    const struct rp_control *c = &m->control[1];
    CHECK(is(c->item.kind.text, "signed-update") && c->state == RP_PLANNED && c->at.n == 2);
    CHECK(c->at.ref[0].class == RP_CLASS_COMPONENT && c->at.ref[1].class == RP_CLASS_FLOW);
    CHECK(is(rp_loc_text(c->state_at), "planned") && is(c->assessed_on, "2026-01-31"));
    CHECK(m->control[2].state == RP_REFUSED && is(m->control[2].reason.in[RP_FR], "no room"));
    const struct rp_policy *p = &m->policy;
    CHECK(p->acceptable[1] == 4 && p->acceptable[4] == 1 && p->acceptable[5] == 0);
    CHECK(is(p->severity_name[5].in[RP_FR], "mortelle") &&
          is(p->severity_name[4].in[RP_FR], "critique"));
    CHECK(is(p->level_name[2].in[RP_EN], "likely"));
    CHECK(p->nobjectives == 2 && p->objective[0] == RP_BY_PLACES && p->objective[1] == RP_BY_KINDS);
    CHECK(p->density_milli == 250 && p->max_controls == 0);
    CHECK(p->nacceptances == 1 && p->acceptance[0].harm.i == 1 && p->acceptance[0].until_at.src);
}

static void check_names(const struct rp_model *m)
{
    CHECK(rp_model_find(m, RP_STR("server")).class == RP_CLASS_COMPONENT);
    CHECK(rp_model_find(m, RP_STR("server")).i == 4);
    CHECK(rp_model_find(m, RP_STR("T2")).class == RP_CLASS_TEST);
    CHECK(rp_model_find(m, RP_STR("T2")).i == 2);
    CHECK(rp_model_find(m, RP_STR("nobody")).class == RP_CLASS_NONE);
    CHECK(rp_model_find(m, RP_STR("")).class == RP_CLASS_NONE);
    CHECK(is(rp_model_item(m, RP_CLASS_ZONE, 3)->id, "net"));
    CHECK(is(rp_loc_text(rp_model_item(m, RP_CLASS_HARM, 2)->at), "D2"));
}

static void test_sound(void)
{
    struct rp_arena a;
    struct rp_diags d;
    rp_arena_init(&a);
    const struct rp_model *m = read(&a, sound, &d);
    // The only source of risk is excluded: that is one warning.
    CHECK(m && d.errors == 0 && d.warnings == 1 && d.first->msg == RP_MSG_NO_SOURCE);
    if (m) {
        check_device(m);
        check_things(m);
        check_risks(m);
        check_names(m);
    }
    rp_arena_done(&a);
}

// Whatever a line of a sound model is cut down to, the reader comes to an end and says something
// when nothing is left of it.
static void test_cut(void)
{
    for (size_t n = 0; n < sizeof(sound); n += 7) {
        struct rp_arena a;
        struct rp_diags d;
        rp_arena_init(&a);
        struct rp_str part = rp_str_copy(&a, (struct rp_str){sound, n});
        const struct rp_model *m = read(&a, part.p, &d);
        CHECK(m || d.errors);
        rp_arena_done(&a);
    }
}

// begin, then n lines made by the format with a number, then end.
static const struct rp_model *read_many(struct rp_arena *a, const char *begin, const char *before,
                                        const char *after, struct rp_diags *d)
{
    enum { MANY = 100000 };
    struct rp_buf text;
    rp_buf_init(&text, 0);
    rp_buf_puts(&text, begin);
    for (unsigned i = 0; i < MANY; i++)
        rp_buf_printf(&text, "%s%u%s", before, i, after);
    rp_buf_puts(&text, "\n");
    const struct rp_model *m = read(a, text.p, d);
    rp_buf_done(&text);
    return m;
}

static void test_many(void)
{
    struct rp_arena a;
    struct rp_diags d;
    rp_arena_init(&a);
    const struct rp_model *m = read_many(&a, "zones:\n", "- {id: z", ", kind: k}\n", &d);
    CHECK(m && m->nzones == 100001 && rp_model_find(m, RP_STR("z99999")).i == 100000);
    rp_arena_done(&a);
    rp_arena_init(&a);
    // Names that nothing carries: counted, not all kept, and not each compared with all others.
    m = read_many(&a, "zones:\n- id: z\n  kind: k\n  touches:\n", "  - y", "\n", &d);
    CHECK(m && d.errors > 100000 && d.dropped == d.errors + d.warnings - RP_DIAGS_MAX);
    rp_arena_done(&a);
    rp_arena_init(&a);
    m = read_many(&a, "zones:\n", "- {id: z, kind: k", "}\n", &d);
    CHECK(m && d.errors > 99999);
    rp_arena_done(&a);
    rp_arena_init(&a);
    m = read_many(&a, "components:\n", "- {id: c, kind: k, runs-on: c", "}\n", &d);
    CHECK(m && d.errors > 99999);
    rp_arena_done(&a);
}

// A chain of hosts as long as the model: no recursion, no quadratic walk.
static void test_chain(void)
{
    enum { LONG = 100000 };
    struct rp_arena a;
    struct rp_diags d;
    struct rp_buf text;
    rp_arena_init(&a);
    rp_buf_init(&text, 0);
    rp_buf_puts(&text, "zones: [{id: z, kind: k}]\ncomponents:\n");
    for (unsigned i = 0; i < LONG; i++)
        rp_buf_printf(&text, "- {id: c%u, kind: k, runs-on: c%u}\n", i, i + 1);
    rp_buf_printf(&text, "- {id: c%u, kind: k, zone: z}\n", LONG);
    const struct rp_model *m = read(&a, text.p, &d);
    CHECK(m && m->component[1].zone.i == 1 && m->component[LONG].zone.i == 1);
    rp_buf_done(&text);
    rp_arena_done(&a);
}

// Titles and descriptions in both languages for every key, ids that the schema can hold.
static void check_table(const struct rp_keys *keys)
{
    CHECK_AT(keys->n > 0 && keys->n <= 32, keys->name);
    for (uint32_t k = 0; k < keys->n; k++) {
        const struct rp_key *key = &keys->key[k];
        for (int lang = 0; lang < RP_LANGS; lang++)
            CHECK_AT(key->title[lang] && *key->title[lang] && key->help[lang] && *key->help[lang],
                     key->name);
        bool nested =
            key->type == RP_KEY_MAP || key->type == RP_KEY_ITEMS || key->type == RP_KEY_SECTIONS;
        bool choice = key->type == RP_KEY_CHOICE || key->type == RP_KEY_CHOICE_LINE ||
                      key->type == RP_KEY_CHOICES;
        CHECK_AT(nested == (key->keys != NULL), key->name);
        CHECK_AT(choice == (key->words != NULL), key->name);
        CHECK_AT((key->type == RP_KEY_REF || key->type == RP_KEY_REFS) == (key->classes != 0),
                 key->name);
        if (nested)
            check_table(key->keys);
    }
}

int main(void)
{
    test_sound();
    test_cut();
    test_many();
    test_chain();
    check_table(&rp_keys_top);
    TEST_DONE();
}
