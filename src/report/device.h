// SPDX-License-Identifier: Apache-2.0
/*
 * Decided controls -> what the build of the device's software needs: which modules of the device
 * library are in the image, what the provider of cryptography must offer, which tests belong to which
 * control, and a digest of the plan.
 */
#ifndef REMPART_REPORT_DEVICE_H
#define REMPART_REPORT_DEVICE_H

#include "attack/attack.h"

struct rp_device_plan {
    const struct rp_attack *attack;
    const bool *in;                   // by graph control: in the plan
    const struct rp_modules *modules; // of the catalogue
    bool *wanted;     // by module: a control of the plan names it, or a wanted module needs it
    uint32_t *chosen; // by choice: its value; 0 also where none of its modules is wanted
    // SHA-256 over device, version, library modules, choices about them other than the library's own
    // defaults, and the controls with their places, hexadecimal.
    // Not over texts, tests and assessments: a correction of those leaves an image as good as it was.
    char hash[65];
};

// The existing and planned controls: sets ret_in[], by graph control, zeroed by the caller.
void rp_device_plan_decided(const struct rp_attack *attack, bool *ret_in);

// From the controls of `in` (borrowed).
struct rp_device_plan rp_device_plan_make(struct rp_arena *a, const struct rp_attack *attack,
                                          const bool *in);

// Whether a choice makes a difference to the image: one of the modules that it is about is wanted.
bool rp_device_choice_counts(const struct rp_device_plan *plan, uint32_t choice);

// By the catalogue's measured figures, before anything is compiled.
struct rp_device_cost {
    struct rp_bytes library;  // the modules, without their stack
    struct rp_bytes provider; // what they take of the provider of cryptography
    bool needs_provider;
    bool provider_known; // false: no figure was measured for these modules
};

struct rp_device_cost rp_device_plan_cost(const struct rp_device_plan *plan);

// The module of the device library that provides a graph control; empty when none does.
struct rp_str rp_device_module(const struct rp_attack *attack, uint32_t graph_control);

// rprt_config.h: RPRT_WITH_<MODULE> 1 for each wanted module, what is chosen other than the library's
// own defaults, and the digest as RPRT_PLAN_HASH.
void rp_device_plan_header(const struct rp_device_plan *plan, struct rp_buf *out);

// rprt_psa_config.h: the algorithms of PSA that the wanted modules call, and no others.
void rp_device_plan_psa(const struct rp_device_plan *plan, struct rp_buf *out);

// rprt_mbedtls_config.h: the configuration of Mbed TLS 2.28 for them; begins with nothing.
void rp_device_plan_mbedtls(const struct rp_device_plan *plan, struct rp_buf *out);

// JSON, schemaVersion 2: per control of the plan its kind, places, module, requirement, tests, and the
// attack techniques that it stops in this device.
void rp_device_plan_tests(const struct rp_device_plan *plan, struct rp_buf *out);

#endif
