/* checks: what the unit tests of this folder share. Texts live in the arena of the running test. */
#ifndef TESTS_SCALAR_CHECKS_H
#define TESTS_SCALAR_CHECKS_H

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Shows both texts when they differ. */
#define assert_text(got, want)                                                                                         \
    do {                                                                                                               \
        struct str checked_ = (got), wanted_ = (want);                                                                 \
        if (!str_eq(checked_, wanted_))                                                                                \
            fail_msg("\"%.*s\" is not \"%.*s\"", STR_ARG(checked_), STR_ARG(wanted_));                                 \
    } while (0)

#endif
