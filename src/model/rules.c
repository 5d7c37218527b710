// SPDX-License-Identifier: Apache-2.0
/*
 * What only the whole model can tell about zones, components and assets.
 */
#include "model/reader.h"

#include <stdlib.h>

// Follows the hosts from component i.  walk[c] is the first component of the walk that visited c.
static void follow_hosts(struct rp_reader *r, uint32_t i, uint32_t *walk)
{
    for (uint32_t c = i; c; c = r->m->component[c].host.i) {
        walk[c] = i;
        struct rp_ref *host = &r->m->component[c].host;
        if (walk[host->i] == i) {
            rp_report(r->d, RP_MSG_HOST_CYCLE, host->at, "%.*s",
                      RP_FMT(r->m->component[c].item.id));
            // Cut here, so that nobody walks round it.
            *host = (struct rp_ref){.at = host->at};
            return;
        }
        if (walk[host->i])
            return;
    }
}

// A component without a zone of its own is where its host is.
static void fill_zone(struct rp_reader *r, uint32_t i)
{
    struct rp_component *component = r->m->component;
    uint32_t top = i;
    while (component[top].zone.class == RP_CLASS_NONE && component[top].host.i)
        top = component[top].host.i;
    for (uint32_t c = i; c != top; c = component[c].host.i)
        component[c].zone = component[top].zone;
}

// A third party's component: one that has a supplier and is not said to be in the maker's hands.
static void check_support(struct rp_reader *r, const struct rp_component *c)
{
    int64_t until;
    if (c->supplier.n && !c->support_at.src)
        rp_report(r->d, RP_MSG_SUPPORT_UNKNOWN, c->item.at, "%.*s", RP_FMT(c->item.id));
    if (rp_date_parse(c->support_until, &until) && until < r->today)
        rp_report(r->d, RP_MSG_SUPPORT_ENDED, c->support_at, "%.*s", RP_FMT(c->support_until));
}

void rp_rules_components(struct rp_reader *r)
{
    struct rp_model *m = r->m;
    uint32_t *walk = RP_NEWN(r->arena, uint32_t, m->ncomponents);
    for (uint32_t i = 1; i < m->ncomponents; i++)
        if (!walk[i])
            follow_hosts(r, i, walk);
    for (uint32_t i = 1; i < m->ncomponents; i++) {
        const struct rp_component *c = &m->component[i];
        fill_zone(r, i);
        if (!c->zone.at.src && !c->host.at.src && !(r->damaged & 1U << RP_CLASS_COMPONENT))
            rp_report(r->d, RP_MSG_COMPONENT_NO_ZONE, c->item.at, "%.*s", RP_FMT(c->item.id));
        check_support(r, c);
    }
    for (uint32_t i = 1; i < m->ninterfaces; i++) {
        struct rp_interface *port = &m->interface[i];
        struct rp_component *owner = &m->component[port->component];
        if (!port->zone.at.src)
            port->zone = owner->zone;
        if (!owner->ninterfaces++)
            owner->interface_first = i;
    }
}

struct border {
    uint32_t from, to;
    struct rp_loc at;
};

static int by_zones(const void *a, const void *b)
{
    const struct border *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    int by_file = rp_str_cmp(x->at.src->name, y->at.src->name);
    if (by_file)
        return by_file;
    return x->at.off < y->at.off ? -1 : x->at.off > y->at.off;
}

// Both directions of every border, sorted, each once.
void rp_rules_zones(struct rp_reader *r)
{
    struct rp_model *m = r->m;
    size_t n = 0;
    for (uint32_t i = 1; i < m->nzones; i++)
        n += m->zone[i].touches.n;
    struct border *border = RP_NEWN(r->arena, struct border, n * 2);
    n = 0;
    for (uint32_t i = 1; i < m->nzones; i++) {
        for (uint32_t k = 0; k < m->zone[i].touches.n; k++) {
            struct rp_ref to = m->zone[i].touches.ref[k];
            if (to.class == RP_CLASS_NONE || to.i == i)
                continue;
            border[n++] = (struct border){i, to.i, to.at};
            border[n++] = (struct border){to.i, i, to.at};
        }
        m->zone[i].touches = (struct rp_refs){0};
    }
    if (n)
        qsort(border, n, sizeof(*border), by_zones);
    struct rp_ref *ref = RP_NEWN(r->arena, struct rp_ref, n);
    uint32_t used = 0;
    for (size_t k = 0; k < n; k++) {
        if (k && border[k].from == border[k - 1].from && border[k].to == border[k - 1].to)
            continue;
        struct rp_refs *touches = &m->zone[border[k].from].touches;
        if (!touches->n)
            touches->ref = ref + used;
        touches->n++;
        ref[used++] = (struct rp_ref){RP_CLASS_ZONE, border[k].to, border[k].at};
    }
}

void rp_rules_assets(struct rp_reader *r)
{
    struct rp_model *m = r->m;
    bool *reachable = RP_NEWN(r->arena, bool, m->nassets);
    for (uint32_t i = 1; i < m->ncomponents; i++)
        for (uint32_t k = 0; k < m->component[i].holds.n; k++)
            reachable[m->component[i].holds.ref[k].i] = true;
    for (uint32_t i = 1; i < m->nflows; i++)
        for (uint32_t k = 0; k < m->flow[i].carries.n; k++)
            reachable[m->flow[i].carries.ref[k].i] = true;
    unsigned holders = 1U << RP_CLASS_COMPONENT | 1U << RP_CLASS_FLOW | 1U << RP_CLASS_ASSET;
    for (uint32_t i = 1; i < m->nassets && !(r->lost & holders); i++)
        if (!reachable[i])
            rp_report(r->d, RP_MSG_ASSET_NOWHERE, m->asset[i].item.at, "%.*s",
                      RP_FMT(m->asset[i].item.id));
}
