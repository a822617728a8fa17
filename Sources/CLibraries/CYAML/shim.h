// libyaml: the parser that turns YAML text into events. Owner: ConfigFile.
#ifndef CAIRN_CYAML_H
#define CAIRN_CYAML_H

#include <yaml.h>

#endif
