// SPDX-License-Identifier: Apache-2.0
/*
 * What is known of attacks and controls: one MAL language, one table of controls, texts.
 *
 * The built-in catalogue is compiled into the program from catalogue/ (*.mal, *.yaml); the maker's
 * own files are added to it.  Names in models are kebab-case, in MAL camel case: `usb-port` is the
 * asset `UsbPort`, `signed-update` the defence `signedUpdate`.
 */
#ifndef REMPART_CATALOGUE_CATALOGUE_H
#define REMPART_CATALOGUE_CATALOGUE_H

#include "catalogue/modules.h"
#include "mal/mal.h"
#include "read/tree.h"

enum rp_where {         // of another control, seen from the place of this one
    RP_WHERE_SAME,      // at the same place
    RP_WHERE_COMPONENT, // on the component that the place belongs to
    RP_WHERE_HOST,      // on that component or one it runs on
    RP_WHERE_ENDS,      // of a flow: on both components it joins
    RP_WHERE_ANYWHERE,  // at one place at least
};

// A relation between kinds of control.
struct rp_control_rule {
    const uint32_t *any; // kinds of control; one of them is enough (needs, answers)
    uint32_t n;
    enum rp_where where;
    struct rp_text why;
    struct rp_loc at;
};

enum rp_size_origin { RP_SIZE_ESTIMATED, RP_SIZE_MEASURED, RP_SIZE_LIBRARY };

struct rp_control_kind {
    struct rp_str id;      // kebab-case
    struct rp_str defense; // camel case, the name in MAL
    struct rp_text name, purpose;
    struct rp_text requirement,
        acceptance;             // text and acceptance criterion of the security requirement
    struct rp_text side_effect; // on the patient's safety and essential performance; may be empty
    uint32_t own_lines, library_lines; // code that it brings into the device
    enum rp_size_origin origin;
    struct rp_text size_source;
    uint32_t
        library_density_milli; // residual defects per 1,000 lines of the library, in thousandths
    uint32_t test_cases, place_test_cases; // effort: once, and for each place
    uint32_t place_lines;                  // configuration and glue for each place
    const struct rp_control_rule *needs, *excludes,
        *answers; // answers: a hazard that one of `any` must answer
    uint32_t nneeds, nexcludes, nanswers;
    const struct rp_str *opens; // steps of the same thing that exist only with this control
    uint32_t nopens;
    const struct rp_str
        *reference; // "EMB3D MID-014", "FDA 1", "MDS2 PAUT", "IEC 81001-5-1 5.2.1" ...
    uint32_t nreferences;
    char priority; // MDCG 2019-16 order of controls: 'a' design, 'b' protection, 'c' information
    struct rp_str module; // of the device library, or empty
    struct rp_loc at;
};

// A class of thing of the model as the MAL language sees it: kinds of a class are the assets that
// descend from its root and are not abstract.
struct rp_catalogue {
    const struct rp_mal *mal;
    const struct rp_control_kind *control; // [0] is none
    uint32_t ncontrols;
    const struct rp_modules *modules; // of the device library
    struct rp_str version;
    // SHA-256 of all files of the language and of the table of controls in order, hexadecimal: what an
    // assessment follows from.  The modules are not part of it, they are part of the plan's digest.
    char hash[65];
};

// Compiles the built-in catalogue and the maker's files.  Reports all mistakes, also those that a
// maker's file makes with built-in names.  NULL when any was an error.
// extra: paths; folder: what they are relative to.
const struct rp_catalogue *rp_catalogue_load(struct rp_arena *a, struct rp_str folder,
                                             const struct rp_str *extra,
                                             const struct rp_loc *extra_at, uint32_t nextra,
                                             struct rp_diags *d);

// A file of the built-in catalogue by its path under catalogue/, for example
// "starter/fr.rempart.yaml" or "texts/report.yaml"; empty when there is none.
struct rp_str rp_catalogue_file(struct rp_str path);

// "usb-port" -> "UsbPort" (first_upper) or "usbPort"; and back.  In the arena.
struct rp_str rp_catalogue_camel(struct rp_arena *a, struct rp_str kebab, bool first_upper);
struct rp_str rp_catalogue_kebab(struct rp_arena *a, struct rp_str camel);

// Control by its kebab-case id or its MAL name, 0 when there is none.
uint32_t rp_catalogue_control(const struct rp_catalogue *c, struct rp_str name);

// Text of a MAL element in a language: meta keys "en" and "fr"; the MAL name when not given.
struct rp_text rp_catalogue_step_text(const struct rp_catalogue *c, uint32_t step);
struct rp_text rp_catalogue_asset_text(const struct rp_catalogue *c, uint32_t asset);

// Identifier of the technique (meta key "id", for example "T-USB-02"), empty when not given.
struct rp_str rp_catalogue_step_id(const struct rp_catalogue *c, uint32_t step);

#endif
