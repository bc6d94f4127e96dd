/* The drop-in's command line, one word a line: whatever is typed, it is taken or refused with a reason, and what is
 * taken is options or is refused with a reason, too. */
#include "command/checkconfig.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_WORDS = 64 };

static int split(struct arena *a, struct str text, char **argv)
{
    struct str one;
    int argc = 0;

    while (text.len && argc < MOST_WORDS) {
        str_cut(text, '\n', &one, &text);
        argv[argc] = arena_take(a, one.len + 1);
        if (one.len)
            memcpy(argv[argc], one.p, one.len);
        argc++;
    }
    return argc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = { (const char *)data, size }, error = { NULL, 0 };
    struct checkconfig_options options;
    char *argv[MOST_WORDS];
    struct arena a = { 0 };
    bool undecided = false;
    struct buf usage = { 0 };
    struct args args;
    int argc = split(&a, text, argv);

    switch (goflag_parse(&args, &a, checkconfig_flags, argc, argv, &error)) {
    case GOFLAG_OK:
        if (args.given_count + args.word_count > (size_t)argc)
            abort();
        /* A version that nobody knows is told to people, not to us. */
        if (!args_has(&args, "deployed") && !checkconfig_options_read(&options, &a, &args, &error, &undecided) &&
            error.len == 0)
            abort();
        break;
    case GOFLAG_WRONG:
        if (error.len == 0)
            abort();
        break;
    case GOFLAG_HELP:
        goflag_usage(&usage, "checkconfig", checkconfig_flags);
        break;
    }
    buf_free(&usage);
    arena_free(&a);
    return 0;
}
