// SPDX-License-Identifier: Apache-2.0
/*
 * A landscape of devices: how long do graph and exposure take, and how much memory?
 *
 *     landscape make COMPONENTS >rempart.yaml     a model with 3 flows for each component
 *     landscape run rempart.yaml                  reads it, makes the graph, finds all levels
 *
 * Eight components make a device, five devices share a room and a network, every 40th place is a
 * server room.  The same number gives the same bytes on every machine.
 */
#include "attack/attack.h"
#include "attack/exposure.h"
#include "diag/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { PER_DEVICE = 8, PER_ROOM = 5, PER_SITE = 40, FLOWS = 3 * PER_DEVICE };

static bool is_server_room(unsigned device)
{
    return device % PER_SITE == 0;
}

static void put_head(void)
{
    puts("rempart: 1\n"
         "device:\n"
         "  id: landscape\n"
         "  name: Landscape\n"
         "  version: \"1\"\n"
         "  manufacturer: Bench\n"
         "  mdr-class: IIb\n"
         "  software-class: C\n"
         "  intended-purpose: {en: a hospital's devices, fr: les appareils d'un hôpital}\n"
         "policy:\n"
         "  acceptable: {1: V4, 2: V4, 3: V3, 4: V2, 5: V1}");
}

static void put_zones(unsigned devices)
{
    puts("zones:\n"
         "  - {id: internet, kind: internet, touches: [hospital]}\n"
         "  - {id: hospital, kind: hospital-network}\n"
         "  - {id: corridor, kind: public-area}");
    for (unsigned i = 0; i < devices; i++) {
        unsigned room = i / PER_ROOM;
        if (i % PER_ROOM == 0)
            printf("  - {id: room-%u, kind: patient-room, touches: [corridor]}\n"
                   "  - {id: net-%u, kind: device-network, touches: [hospital]}\n",
                   room, room);
        printf("  - {id: inside-%u, kind: device-interior, touches: [room-%u, net-%u]}\n", i, room,
               room);
    }
}

static void put_sources(unsigned devices)
{
    puts("sources:\n"
         "  - {id: attacker, kind: remote-attacker, zones: [internet]}\n"
         "  - {id: malware, kind: untargeted-malware, zones: [hospital]}");
    static const char *const kind[] = {"visitor", "careless-user", "malicious-insider"};
    for (unsigned k = 0; k < 3; k++) {
        printf("  - {id: %s, kind: %s, means: [unobserved-time], zones: [corridor", kind[k],
               kind[k]);
        for (unsigned room = 0; room * PER_ROOM < devices; room++)
            printf(", room-%u", room);
        puts("]}");
    }
}

static void put_server(unsigned device, unsigned k)
{
    printf("  - {id: server-%u-%u, kind: hospital-server, zone: hospital,\n"
           "     interfaces: [{id: eth-%u-%u, kind: ethernet-port, zone: hospital}]}\n",
           device, k, device, k);
}

static void put_device(unsigned i)
{
    unsigned room = i / PER_ROOM;
    printf("  - {id: board-%u, kind: computer-board, zone: inside-%u, interfaces: [\n"
           "      {id: usb-%u, kind: usb-port, zone: room-%u},\n"
           "      {id: eth-%u, kind: ethernet-port, zone: net-%u},\n"
           "      {id: console-%u, kind: debug-console, state: debug},\n"
           "      {id: uart-%u, kind: serial-port}]}\n",
           i, i, i, room, i, room, i, i);
    printf("  - {id: os-%u, kind: operating-system, zone: inside-%u, runs-on: board-%u,\n"
           "     holds: [image-%u], properties: [default-password]}\n",
           i, i, i, i);
    printf("  - {id: app-%u, kind: application, zone: inside-%u, runs-on: os-%u,\n"
           "     holds: [settings-%u, data-%u]}\n",
           i, i, i, i, i);
    printf("  - {id: controller-%u, kind: real-time-controller, zone: inside-%u,\n"
           "     holds: [therapy-%u], interfaces: [\n"
           "      {id: port-%u, kind: serial-port},\n"
           "      {id: swd-%u, kind: swd-port, state: debug}]}\n",
           i, i, i, i, i);
    printf("  - {id: sensor-%u, kind: sensor-unit, zone: inside-%u}\n"
           "  - {id: actuator-%u, kind: actuator-unit, zone: inside-%u}\n"
           "  - {id: monitor-%u, kind: safety-monitor, zone: inside-%u}\n"
           "  - {id: storage-%u, kind: storage-medium, zone: inside-%u}\n",
           i, i, i, i, i, i, i, i);
}

static void put_components(unsigned devices)
{
    puts("components:");
    for (unsigned i = 0; i < devices; i++) {
        if (!is_server_room(i))
            put_device(i);
        for (unsigned k = 0; k < PER_DEVICE && is_server_room(i); k++)
            put_server(i, k);
    }
}

// Twelve links inside a device.
static void put_inner_flows(unsigned i)
{
    static const struct {
        const char *kind, *from, *to, *carries;
    } flow[FLOWS / 2] = {
        {"serial-flow", "app", "controller", "settings"},
        {"serial-flow", "controller", "app", "therapy"},
        {"sensor-flow", "sensor", "controller", "therapy"},
        {"actuator-flow", "controller", "actuator", "therapy"},
        {"sensor-flow", "sensor", "monitor", "therapy"},
        {"bus-flow", "monitor", "controller", "therapy"},
        {"bus-flow", "storage", "os", "image"},
        {"bus-flow", "os", "storage", "image"},
        {"bus-flow", "app", "storage", "data"},
        {"bus-flow", "storage", "app", "settings"},
        {"bus-flow", "controller", "monitor", "therapy"},
        {"update-flow", "os", "controller", "image"},
    };
    for (unsigned k = 0; k < FLOWS / 2; k++) {
        bool serial = k < 2;
        printf("  - {id: in-%u-%u, kind: %s, from: %s-%u, to: %s-%u, carries: [%s-%u]", i, k,
               flow[k].kind, flow[k].from, i, flow[k].to, i, flow[k].carries, i);
        if (serial)
            printf(", over: [port-%u]", i);
        puts("}");
    }
}

// Twelve links to servers and to the devices of the same room.
static void put_outer_flows(unsigned i, unsigned devices)
{
    unsigned room = i / PER_ROOM, site = i / PER_SITE * PER_SITE;
    for (unsigned k = 0; k < FLOWS / 2; k++) {
        unsigned other = room * PER_ROOM + (i + 1 + k) % PER_ROOM;
        bool local = k % 3 == 0 && other < devices && other != i && !is_server_room(other);
        printf("  - {id: out-%u-%u, kind: network-flow, from: app-%u, ", i, k, i);
        if (local)
            printf("to: app-%u, over: [eth-%u], through: [net-%u], ", other, i, room);
        else
            printf("to: server-%u-%u, over: [eth-%u], through: [net-%u], ", site, k % PER_DEVICE, i,
                   room);
        printf("carries: [%s-%u], authentication: none, protection: none, check: none}\n",
               k % 2 ? "settings" : "data", i);
    }
}

static void put_flows(unsigned devices)
{
    puts("flows:");
    for (unsigned i = 0; i < devices; i++) {
        if (!is_server_room(i)) {
            put_inner_flows(i);
            put_outer_flows(i, devices);
            continue;
        }
        for (unsigned k = 0; k < FLOWS; k++)
            printf("  - {id: out-%u-%u, kind: network-flow, from: server-%u-%u, to: server-%u-%u, "
                   "carries: [service], authentication: none, protection: none, check: none}\n",
                   i, k, i, k % PER_DEVICE, i, (k + 1 + k / PER_DEVICE) % PER_DEVICE);
    }
}

static void put_assets_and_harms(unsigned devices)
{
    puts("assets:\n"
         "  - {id: service, kind: hospital-service, needs: {availability: 3}}");
    for (unsigned i = 0; i < devices; i++)
        if (!is_server_room(i))
            printf("  - {id: settings-%u, kind: settings, needs: {integrity: 4}}\n"
                   "  - {id: therapy-%u, kind: therapy-function, needs: {availability: 4}}\n"
                   "  - {id: image-%u, kind: software-image, needs: {integrity: 4}}\n"
                   "  - {id: data-%u, kind: patient-data, needs: {confidentiality: 3}}\n",
                   i, i, i, i);
    puts("harms:");
    static const char *const words = "hazard: {en: wrong therapy, fr: mauvais traitement}, "
                                     "situation: {en: in use, fr: en service}, "
                                     "harm: {en: death, fr: décès}";
    printf("  - {id: gateway, %s, severity: 3, case: gateway, causes: [{asset: service, loses: "
           "availability}]}\n",
           words);
    for (unsigned i = 0; i < devices; i++)
        if (!is_server_room(i))
            printf("  - {id: harm-%u, %s, severity: %u, case: target, causes: [{asset: "
                   "settings-%u, loses: integrity}, {asset: therapy-%u, loses: availability}]}\n",
                   i, words, 3 + i % 3, i, i);
    puts("controls: []");
}

static int make(unsigned components)
{
    unsigned devices = components / PER_DEVICE;
    put_head();
    put_zones(devices);
    put_sources(devices);
    put_components(devices);
    put_flows(devices);
    put_assets_and_harms(devices);
    return fflush(stdout) != 0;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void show(struct rp_diags *d)
{
    struct rp_buf out;
    rp_buf_init(&out, 0);
    rp_diags_sort(d);
    rp_diags_render(d, RP_DIAG_HUMAN, &(struct rp_render){.lang = RP_EN}, &out);
    fputs(rp_buf_str(&out).p, stderr);
    rp_buf_done(&out);
}

static int run(const char *path)
{
    struct rp_arena a;
    struct rp_diags d;
    struct rp_exposure e;
    rp_arena_init(&a);
    rp_diags_init(&d, &a);
    double t[5] = {now()};
    const struct rp_model *m = rp_model_read(&a, rp_str_of(path), 20000, &d);
    t[1] = now();
    const struct rp_catalogue *c = rp_catalogue_load(&a, RP_STR(""), NULL, NULL, 0, &d);
    t[2] = now();
    const struct rp_attack *attack = m && c ? rp_attack_new(&a, m, c, &d) : NULL;
    t[3] = now();
    if (!attack) {
        show(&d);
        return 1;
    }
    const struct rp_graph *g = attack->graph;
    rp_exposure_compute(&a, g, &(struct rp_situation){NULL, RP_GRAPH_NONE}, &e);
    t[4] = now();
    uint32_t reached = 0;
    for (uint32_t i = 0; i < g->ngoals; i++)
        reached += rp_exposure_goal(&e, g, i) > g->goal[i].acceptable;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("landscape: %u components, %u flows; %u facts, %u steps, %u controls; %u of %u harms "
           "unacceptable\n"
           "  model %.0f ms, catalogue %.0f ms, graph %.0f ms, exposure %.1f ms, together %.0f ms; "
           "%ld MB\n",
           m->ncomponents - 1, m->nflows - 1, g->nfacts, g->nsteps, g->ncontrols, reached,
           g->ngoals, t[1] - t[0], t[2] - t[1], t[3] - t[2], t[4] - t[3], t[4] - t[0],
           usage.ru_maxrss / 1024);
    rp_arena_done(&a);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "make") == 0)
        return make((unsigned)strtoul(argv[2], NULL, 10));
    if (argc == 3 && strcmp(argv[1], "run") == 0)
        return run(argv[2]);
    fputs("usage: landscape make COMPONENTS | run FILE\n", stderr);
    return 2;
}
