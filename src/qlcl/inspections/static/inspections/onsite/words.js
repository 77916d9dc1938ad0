// Words and numbers as they stand on screen.

export const number = (n) => n.toLocaleString("vi-VN");
export const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : bytes < 1e9 ? `${(bytes / 1e6).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} MB` : `${(bytes / 1e9).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} GB`;
export const clock = (iso) => iso ? new Date(iso).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh" }) : "";
export const day = (iso) => iso ? iso.slice(0, 10).split("-").reverse().join("/") : "";
export const SEVERITIES = [["serious", "Nặng"], ["ordinary", "Nhẹ"], ["remark", "Lưu ý"]];
export const severity = (code) => (SEVERITIES.find(([known]) => known === code) ?? ["", ""])[1];

// What is answered, in the words of the scale.
export function answerWords(scale, version) {
  if (version.answer) return (scale.find((step) => step.code === version.answer) ?? { label: version.answer }).label;
  return version.skip_reason ? `Không xem: ${version.skip_reason}` : "Để trống";
}
