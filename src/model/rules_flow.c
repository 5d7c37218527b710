// SPDX-License-Identifier: Apache-2.0
/*
 * What only the whole model can tell about flows.
 */
#include "model/reader.h"

// Which zones a flow may be in, and how far a walk over their borders has come.
struct walk {
    const struct rp_model *m;
    uint32_t *allowed; // by zone: number of the flow that may be there
    uint32_t *reached; // by zone: number of the flow whose walk was there
    uint32_t *queue;
    uint32_t n; // in the queue
    bool arrived;
};

static void reach(struct walk *w, uint32_t zone, uint32_t flow)
{
    if (!zone || w->reached[zone] == flow)
        return;
    w->reached[zone] = flow;
    w->queue[w->n++] = zone;
}

// True when the component is the other, or runs on it, directly or by others.  Ends, since hosts that
// run on each other were reported and cut before (rules.c).
static bool runs_on(const struct rp_model *m, uint32_t component, uint32_t other)
{
    while (component && component != other)
        component = m->component[component].host.i;
    return component != 0;
}

// Calls fn for every zone of an end: the component's, and those that its interfaces of the flow, or
// its hosts', show to.
static void zones_of_end(struct walk *w, uint32_t flow, uint32_t component,
                         void (*fn)(struct walk *, uint32_t, uint32_t))
{
    const struct rp_model *m = w->m;
    fn(w, m->component[component].zone.i, flow);
    const struct rp_refs *over = &m->flow[flow].over;
    for (uint32_t k = 0; k < over->n; k++) {
        const struct rp_interface *port = &m->interface[over->ref[k].i];
        if (over->ref[k].i && runs_on(m, component, port->component))
            fn(w, port->zone.i, flow);
    }
}

static void allow(struct walk *w, uint32_t zone, uint32_t flow)
{
    w->allowed[zone] = flow;
}

static void arrive(struct walk *w, uint32_t zone, uint32_t flow)
{
    w->arrived = w->arrived || (zone && w->reached[zone] == flow);
}

static bool ends_meet(struct walk *w, uint32_t flow)
{
    const struct rp_flow *f = &w->m->flow[flow];
    zones_of_end(w, flow, f->from.i, allow);
    zones_of_end(w, flow, f->to.i, allow);
    for (uint32_t k = 0; k < f->through.n; k++)
        allow(w, f->through.ref[k].i, flow);
    w->allowed[0] = 0;
    w->n = 0;
    zones_of_end(w, flow, f->from.i, reach);
    for (uint32_t q = 0; q < w->n; q++) {
        const struct rp_refs *touches = &w->m->zone[w->queue[q]].touches;
        for (uint32_t k = 0; k < touches->n; k++)
            if (w->allowed[touches->ref[k].i] == flow)
                reach(w, touches->ref[k].i, flow);
    }
    w->arrived = false;
    zones_of_end(w, flow, f->to.i, arrive);
    return w->arrived;
}

static void check_zones(struct rp_reader *r, struct walk *w, uint32_t flow)
{
    const struct rp_model *m = r->m;
    const struct rp_flow *f = &m->flow[flow];
    uint32_t from = m->component[f->from.i].zone.i, to = m->component[f->to.i].zone.i;
    if (!from || !to || ends_meet(w, flow))
        return;
    struct rp_diag *diag =
        rp_report(r->d, RP_MSG_FLOW_ZONES, f->item.at, "%.*s", RP_FMT(f->item.id));
    rp_report_note(r->d, diag, RP_MSG_NOTE_END_ZONE, m->zone[from].item.at, "%.*s",
                   RP_FMT(m->component[f->from.i].item.id));
    rp_report_note(r->d, diag, RP_MSG_NOTE_END_ZONE, m->zone[to].item.at, "%.*s",
                   RP_FMT(m->component[f->to.i].item.id));
}

static bool is_none(struct rp_str word)
{
    return word.n == 0 || rp_str_eq(word, RP_STR("none"));
}

// Codes that find accidental errors: anybody can compute them again.
static bool is_error_code(struct rp_str word)
{
    static const char *const codes[] = {"crc",      "checksum", "sum", "parity",
                                        "fletcher", "adler",    "xor", "lrc"};
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        size_t n = strlen(codes[i]), k = 0;
        // "CRC-32" too: bit 5 is what differs between the cases of a letter.
        while (k < n && k < word.n && (word.p[k] | 0x20) == codes[i][k])
            k++;
        if (k == n)
            return true;
    }
    return false;
}

static void check_crc(struct rp_reader *r, const struct rp_flow *f)
{
    // A code named as the protection is none either.
    bool protected = !is_none(f->protection.text) && !is_error_code(f->protection.text);
    const struct rp_word *code = is_error_code(f->check.text) ? &f->check : &f->protection;
    if (!protected && is_none(f->authentication.text) && is_error_code(code->text))
        rp_report(r->d, RP_MSG_FLOW_ONLY_CRC, code->at, "%.*s", RP_FMT(f->item.id));
}

static void check_ports(struct rp_reader *r, const struct rp_flow *f)
{
    const struct rp_model *m = r->m;
    if (!f->over.n || !f->from.i || !f->to.i)
        return;
    for (uint32_t k = 0; k < f->over.n; k++) {
        uint32_t owner = m->interface[f->over.ref[k].i].component;
        if (!owner || runs_on(m, f->from.i, owner) || runs_on(m, f->to.i, owner))
            return;
    }
    rp_report(r->d, RP_MSG_PORTS_NOT_OF_FLOW, f->over.ref[0].at, "%.*s", RP_FMT(f->item.id));
}

void rp_rules_flows(struct rp_reader *r)
{
    const struct rp_model *m = r->m;
    struct walk w = {
        .m = m,
        .allowed = RP_NEWN(r->arena, uint32_t, m->nzones),
        .reached = RP_NEWN(r->arena, uint32_t, m->nzones),
        .queue = RP_NEWN(r->arena, uint32_t, m->nzones),
    };
    for (uint32_t i = 1; i < m->nflows; i++) {
        const struct rp_flow *f = &m->flow[i];
        if (f->from.i && f->from.i == f->to.i)
            rp_report(r->d, RP_MSG_FLOW_TO_ITSELF, f->to.at, "%.*s",
                      RP_FMT(m->component[f->to.i].item.id));
        check_zones(r, &w, i);
        check_crc(r, f);
        check_ports(r, f);
    }
}
