/* output: where reports go. */
#ifndef COMMAND_OUTPUT_H
#define COMMAND_OUTPUT_H

#include "command/args.h"
#include "report/report.h"

/* Flags of every command that reports. */
#define OUTPUT_FLAGS                                                                                                   \
    { "format", FLAG_TEXT, "NAME", "what goes to standard output: text (default), json or markdown" },                 \
        { "report", FLAG_LIST, "NAME=FILE", "also write a report in this format to a file" },                          \
        { "all", FLAG_SWITCH, NULL, "text: show every finding, also those that are like another one" },                \
        { "statistics", FLAG_SWITCH, NULL,                                                                             \
          "text: a table of rules and how many findings each has, in place of these" },                                \
        { "quiet", FLAG_SWITCH, NULL, "no closing summary" },                                                          \
    {                                                                                                                  \
        "color", FLAG_TEXT, "WHEN", "auto (default), always or never"                                                  \
    }

struct report_format {
    const char *name;
    void (*write)(const struct report *r, struct buf *out);
};

/* Checks --format, --report and --color before any work is done. False with a complaint on stderr. */
bool output_check(const struct args *args);
/* Prints the report and writes every --report file, each whole or not at all. False with a complaint when one can't
 * be written. Sets r->color and r->quiet from the flags. */
bool output_write(const struct args *args, struct report *r);
/* Only the files; only standard output, which may keep it until it is flushed. */
bool output_files(const struct args *args, struct report *r);
bool output_print(const struct args *args, struct report *r);

/* Whether --color, or a terminal, wants colors. */
bool output_color(const struct args *args);

/* Writes a file so that it is the old one or the new one, never half: temporary name, then renamed. A link stays one;
 * into a device or a pipe the bytes are written. False with a complaint for args (or NULL) on stderr. */
bool output_file(const struct args *args, const char *path, struct str bytes);

#endif
