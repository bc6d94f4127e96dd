/* args: long flags and positional words of one command. */
#ifndef COMMAND_ARGS_H
#define COMMAND_ARGS_H

#include "base/arena.h"

enum flag_kind { FLAG_SWITCH, FLAG_TEXT, FLAG_LIST, FLAG_NUMBER, FLAG_DURATION };

struct flag {
    const char *name; /* without the dashes */
    enum flag_kind kind;
    const char *value; /* what it takes, as help shows it; NULL for a switch */
    const char *help;
};

struct given {
    const struct flag *flag;
    struct str value;
};

/* What a run complained of last: it arises deep below of who writes the report, which repeats it. */
struct complaint {
    char text[1024];
};

struct args {
    struct complaint *complaint; /* set by whoever runs the command; NULL until then */
    const struct flag *flags;    /* ends with a NULL name */
    struct given *given;         /* in the order of the command line */
    size_t given_count;
    struct str *words; /* what is no flag */
    size_t word_count;
};

/* Takes "--flag value", "--flag=value" and "--"; -h is --help. Unknown flags, missing or superfluous values, and
 * numbers that are none are refused with a text that says what was meant. argv outlives args. */
bool args_parse(struct args *a, struct arena *arena, const struct flag *flags, int argc, char **argv,
                struct str *error);

bool args_has(const struct args *a, const char *name);
/* The last value of a flag, or otherwise. */
struct str args_text(const struct args *a, const char *name, struct str otherwise);
/* The n-th value of a repeatable flag; false when there are fewer. */
bool args_nth(const struct args *a, const char *name, size_t n, struct str *value);
/* The value of a number flag, or otherwise. */
unsigned args_number(const struct args *a, const char *name, unsigned otherwise);

#endif
