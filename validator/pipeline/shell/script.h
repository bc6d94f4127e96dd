/* script: what a shell text says, as far as it can be read without running it: the simple commands with their words,
 * the variables that it asks for and sets, and whether failures and unset variables stop it. A reader of words, not a
 * shell: functions are not followed, and what stands in quotes is one word.
 *
 * A command that begins with ":" stands for its arguments: recorded trees are reduced that way, and ": ${X}" asks for X
 * in a real script, too. */
#ifndef PIPELINE_SHELL_SCRIPT_H
#define PIPELINE_SHELL_SCRIPT_H

#include "base/arena.h"

struct script_word {
    struct str text; /* without the quotes around it; expansions as written */
    uint32_t offset;
    bool input; /* what "<" reads */
};

struct script_command {
    struct script_word *words;
    size_t count;
    uint32_t offset;
    /* What follows "||" throws its failure away: true, :, echo, exit 0. */
    bool masked;
    bool piped;     /* its output goes to another command */
    bool condition; /* of an if, elif, while or until, or before && or ||: its failure is an answer */
};

struct script_read {
    struct str name;
    uint32_t offset;
    bool fallback; /* ${X:-default} and its kind, or a test: it may be unset */
};

struct script {
    struct str text;
    bool there; /* the file exists */
    bool shell; /* it is a shell script by its name or first line; only then is the rest filled */
    bool errexit, nounset;
    /* It is a recorded one, of which commands without names, loops and what is printed are gone. */
    bool reduced;
    struct script_command *commands;
    size_t count;
    struct script_read *reads;
    size_t read_count;
    struct str *sets;
    size_t set_count;
};

/* Reads a shell text, which must live as long as what is returned. Looks at each byte a bounded number of times. */
void script_read(struct script *s, struct arena *a, struct str text);
/* Whether a file is a shell script: by the end of its name, or its first line. */
bool script_is_shell(struct str path, struct str text);

bool script_sets(const struct script *s, struct str name);
/* The first place that asks for the variable; NULL where none does. */
const struct script_read *script_reads(const struct script *s, struct str name);
/* The word that names the program: behind assignments, sudo, env, exec, time, "bash"; NULL where there is none. */
const struct script_word *script_program(const struct script_command *c, size_t *index);
/* Whether a command has this word. */
bool script_has_word(const struct script_command *c, const char *word);

#endif
