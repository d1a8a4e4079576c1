using System.Buffers;

namespace CampaignEvents.Api.Exports;

/// <summary>
/// Keeps spreadsheets from taking a text for a formula (CWE-1236): a text that begins like one gets an apostrophe in front.
/// Numbers do not go through here. They are written by this program, and -5 is meant to be a number.
/// </summary>
internal static class FormulaSafe
{
    // Besides the usual ones a line feed, and the wide forms that East Asian spreadsheets read alike.
    private static readonly SearchValues<char> _starts = SearchValues.Create("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");

    public static string Of(string text) => text.Length > 0 && _starts.Contains(text[0]) ? "'" + text : text;
}
