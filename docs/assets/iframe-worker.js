// Browsers start no worker from a folder (file://). The search of the site then runs in a hidden frame instead.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super()
      this.waiting = []
      const frame = document.createElement("iframe")
      frame.hidden = true
      document.body.appendChild(frame)
      this.inner = frame.contentWindow
      window.addEventListener("message", (event) => {
        if (event.source !== this.inner) return
        const copy = new MessageEvent("message", { data: event.data })
        this.dispatchEvent(copy)
        if (this.onmessage) this.onmessage(copy)
      })
      const page = this.inner.document
      page.open()
      page.write(
        "<script>self.postMessage = (data) => parent.postMessage(data, '*');" +
          "self.importScripts = (...all) => Promise.all(all.map((url) => new Promise((done, failed) => {" +
          "const script = document.createElement('script'); script.src = url; script.onload = done; script.onerror = failed;" +
          "document.head.appendChild(script) })))</" + "script>" +
          '<script src="' + url + '"></' + "script>"
      )
      page.close()
      this.inner.addEventListener("load", () => {
        this.ready = true
        this.waiting.splice(0).forEach((data) => this.send(data))
      })
    }
    postMessage(data) {
      if (this.ready) this.send(data)
      else this.waiting.push(data)
    }
    send(data) {
      this.inner.dispatchEvent(new MessageEvent("message", { data }))
    }
    terminate() {}
  }
}
