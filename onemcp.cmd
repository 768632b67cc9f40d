@echo off
rem Builds the jar if it is missing, then runs it. The jar itself looks for a JDK 25 when the
rem java that starts it is older.
setlocal
set "ROOT=%~dp0"
set "JAR=%ROOT%app-cli\target\onemcp.jar"

if exist "%JAR%" goto run
where mvn >nul 2>nul
if errorlevel 1 (
  echo onemcp: cannot build: Maven ^(the command mvn^) is not on the PATH. 1>&2
  exit /b 1
)
echo onemcp: building %JAR% ^(once^) 1>&2
pushd "%ROOT%"
call mvn -q -B -ntp -Dexec.skip -Dmaven.test.skip=true -pl app-cli -am package 1>&2
set "RESULT=%errorlevel%"
popd
if not "%RESULT%"=="0" (
  echo onemcp: the build failed, see above. 1>&2
  exit /b 1
)

:run
set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
if defined ONEMCP_JAVA_HOME set "JAVA=%ONEMCP_JAVA_HOME%\bin\java.exe"
where "%JAVA%" >nul 2>nul || if not exist "%JAVA%" (
  echo onemcp: needs Java 25 or newer and found none: install a JDK 25 ^(https://adoptium.net^), or point ONEMCP_JAVA_HOME to one. 1>&2
  exit /b 1
)
rem Only flags that every JVM knows: an old one has to get as far as the launcher.
"%JAVA%" -XX:+UseSerialGC -XX:InitialHeapSize=84m -Xmn72m -XX:SurvivorRatio=4 -XX:TargetSurvivorRatio=90 -XX:TLABSize=64k -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=25 -XX:-ShrinkHeapInSteps -XX:-UsePerfData -XX:CICompilerCount=3 -Donemcp.heapWatch=true %ONEMCP_JAVA_OPTS% -jar "%JAR%" %*
exit /b %errorlevel%
