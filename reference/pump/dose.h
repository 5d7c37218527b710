// SPDX-License-Identifier: Apache-2.0
/*
 * The independent check of the delivered dose: programme and plunger, compared.
 *
 * It keeps its own copy of the programme, reads the plunger's own sensor and shares no variable
 * with the essential function's arithmetic.  It therefore sees a motor that does not turn as well as
 * an essential function whose order was changed behind the programme's back (the display shows the
 * prescription, the delivery does not: the B. Braun case of 2021).
 */
#ifndef PUMP_DOSE_H
#define PUMP_DOSE_H

#include "pump/ep.h"

enum {
    // Tolerated: 5 % of the dose and 100 ul, a few steps of each start and stop.
    PUMP_DOSE_SLACK_NL = 100 * 1000,
    PUMP_DOSE_SLACK_PERCENT = 5,
};

struct pump_dose {
    struct pump_order order; // the programme under check
    uint32_t last_encoder;
    bool begun;          // last_encoder is known: the plunger does not stand at 0 after a reset
    uint64_t ordered_nl; // since it began
    uint64_t rest;       // ordered, below one nanolitre
    uint64_t given_nl;   // by the plunger since it began
    uint64_t open_nl;    // of boluses, for which the plunger still has time
};

void pump_dose_init(struct pump_dose *dose);

struct pump_dose_input {
    uint32_t encoder;   // the plunger's own sensor
    uint32_t limit_ulh; // the rate that the safe action allows
    bool halted;        // the essential function stands still rightly (alarm or safe action)
    bool frozen;        // new orders are not taken at present
};

// One tick after the plant's; gives true while the dose is wrong.  `copy` is the programme as the
// application recorded it for this check.
bool pump_dose_tick(struct pump_dose *dose, const volatile struct pump_order *copy,
                    const struct pump_dose_input *input);

#endif
