# What the commands share: finding the tools, saying what is missing, building what is stale. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$root/build
mkdir -p "$out"

JAVA_RELEASE=25
NODE_MAJOR=20
NODE_MINOR=19

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 2
}

# A JDK of the release that the project is written in: JAVA_HOME, else the usual folders, else java on the PATH.
find_jdk() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*"$JAVA_RELEASE"* /opt/*jdk*"$JAVA_RELEASE"* /opt/java/* \
    "$HOME"/.sdkman/candidates/java/"$JAVA_RELEASE"* "$HOME"/.jdks/*"$JAVA_RELEASE"* \
    "$(dirname "$(dirname "$(readlink -f "$(command -v java || true)")")")"; do
    [ -x "$home/bin/javac" ] || continue
    if [ "$("$home/bin/java" -XshowSettings:properties -version 2>&1 |
      sed -n 's/^ *java.specification.version = //p')" = "$JAVA_RELEASE" ]; then
      printf '%s\n' "$home"
      return
    fi
  done
  return 1
}

# Looking at each JDK starts it; what was found once is taken for as long as it is there.
use_jdk() {
  local known=$out/java-home
  if [ -z "${JAVA_HOME:-}" ] && [ -r "$known" ] && [ -x "$(cat "$known")/bin/javac" ]; then
    JAVA_HOME=$(cat "$known")
  else
    JAVA_HOME=$(find_jdk) || fail "TropiChat needs a JDK $JAVA_RELEASE, and none was found.
Install one (Debian: Temurin's package temurin-$JAVA_RELEASE-jdk), or set JAVA_HOME to where it is."
    # Touched only when it changes: what was built with it is stale when it is newer.
    [ "$(cat "$known" 2>/dev/null)" = "$JAVA_HOME" ] || printf '%s\n' "$JAVA_HOME" >"$known"
  fi
  export JAVA_HOME
}

need_maven() {
  command -v mvn >/dev/null || fail "TropiChat is built with Maven 3.8 or newer, and there is no mvn. Debian: apt-get install maven"
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null ||
    fail "The page is built with Node.js $NODE_MAJOR.$NODE_MINOR or newer and npm; one of them is missing."
  node -e "const [a, b] = process.versions.node.split('.').map(Number);
    process.exit(a > $NODE_MAJOR || (a === $NODE_MAJOR && b >= $NODE_MINOR) ? 0 : 1)" ||
    fail "The page is built with Node.js $NODE_MAJOR.$NODE_MINOR or newer; this is $(node --version)."
}

# stale STAMP PATH...: whether something in a path is newer than the stamp; removed files touch their folder.
stale() {
  local stamp=$1
  shift
  [ -e "$stamp" ] || return 0
  [ -n "$(find "$@" -newer "$stamp" -print -quit 2>/dev/null)" ]
}

# step WORDS COMMAND...: runs a command with its output in a file, which is shown where it fails.
step() {
  local words=$1 log started=$SECONDS
  shift
  log=$(mktemp "$out/step.XXXXXX")
  say "$words"
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    mv "$log" "$out/failed.log"
    fail "That failed; everything it said is in $out/failed.log"
  fi
  rm -f "$log"
  [ $((SECONDS - started)) -lt 2 ] || say "  done in $((SECONDS - started)) s"
}

# In the project's folder, where Maven finds the options that its compiler plugins need.
maven() { (cd "$root" && mvn -B -q "$@"); }

# built NAME WORDS COMMAND PATH...: runs COMMAND where a PATH has changed since it last went well.
built() {
  local stamp=$out/$1.stamp words=$2 command=$3
  shift 3
  stale "$stamp" "$@" || return 0
  touch "$stamp.begun"
  step "$words" "$command"
  mv "$stamp.begun" "$stamp"
}

JAVA_SOURCES=("$root"/pom.xml "$root"/.mvn "$root"/{core,crypto,json,chain,server,browser}/pom.xml
  "$root"/{core,crypto,json,chain,server,browser}/src/main)
WEB_SOURCES=("$root"/web/{src,public,tools,package.json,package-lock.json,vite.config.ts,tsconfig.json}
  "$root"/web/*.html "$root"/browser/target/module/{peer,ruled-peer,gate-judge}.js)

build_java() {
  need_maven
  maven -DskipTests -pl core,crypto,json,chain,server,browser package
}

install_packages() {
  need_node
  (cd "$root/web" && npm ci --ignore-scripts --no-audit --no-fund)
}

build_web() {
  need_node
  (cd "$root/web" && npm run build)
}

# The server's classes, loaded and linked once at build time: takes a third off the start (JEP 483, 514).
build_aot() {
  "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$out/server.aot" "${SERVER_FLAGS[@]}" -cp "$SERVER_CLASSPATH" \
    tropichat.server.Main train
}

SERVER_CLASSPATH=$root/server/target/tropichat-server-0.1.0.jar:$root/server/target/lib/*
# One thread does the work: the serial collector serves it as well as any, and starts first. The young generation is
# small, since garbage that is not collected stays resident: with the JVM's own choice for a large machine an idle
# connection costs 13 kB, so it costs 4.4 kB, and signals are forwarded as fast ("bench signaling", idle and sdp).
SERVER_FLAGS=(-XX:+UseSerialGC -Xms48m -Xmn16m "-Dtropichat.web=$root/web/dist" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

# Everything that serving needs; the lock keeps two starts from building at once.
build() {
  use_jdk
  exec 9>"$out/lock"
  flock 9
  [ -e "$out/java.stamp" ] || say "Building TropiChat; the first time this takes some minutes."
  built java "Compiling the Java parts…" build_java "${JAVA_SOURCES[@]}"
  built packages "Installing the page's packages…" install_packages "$root"/web/package.json "$root"/web/package-lock.json
  built web "Building the page…" build_web "${WEB_SOURCES[@]}"
  # A cache holds for these jars, this JVM and these flags only.
  built aot "Preparing a fast start…" build_aot "$root"/server/target/{tropichat-server-0.1.0.jar,lib} "$out/java-home" \
    "${BASH_SOURCE[0]}"
  exec 9>&-
}
