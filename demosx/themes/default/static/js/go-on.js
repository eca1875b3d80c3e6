// What had to wait for signing in is sent at once. Without this script the button on the page sends it.
document.querySelector("form[data-go-on]")?.requestSubmit();
