@echo off
rem Only ASCII here: cmd reads this file in the code page of the console. install.py says the rest.
setlocal
set "PATH=%PATH%;%LOCALAPPDATA%\Programs\Python\Launcher"
py -@PYTHON@ -c "" >nul 2>nul
if errorlevel 1 for %%f in ("%~dp0python-*.exe") do start "" /wait "%%~f" /passive InstallAllUsers=0 Include_launcher=1 InstallLauncherAllUsers=0
py -@PYTHON@ -c "" >nul 2>nul
if errorlevel 1 (
  echo Python @PYTHON@ is not installed, see README.txt
  set failed=1
) else (
  py -@PYTHON@ "%~dp0install.py" %*
  if errorlevel 1 set failed=1
)
pause
if defined failed exit /b 1
